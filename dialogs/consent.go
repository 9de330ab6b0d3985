package dialogs

// noticeVersion is the version of the privacy notice in the catalogues: it changes when
// what the notice tells changes, not its wording. A citizen who agreed to an older one, or
// to one that told of no sealed copy or of a shorter-lived one, is asked again before the
// next form; the form they are in goes on.
const noticeVersion = 2

// agreed reports whether the citizen agreed to all that the notice says now.
func (t *turn) agreed() bool {
	return t.s.Consent.Version >= noticeVersion && t.s.Consent.Vault >= t.e.promises.VaultDays
}

// agreedFor reports whether d may be filled: its form was open when the notice changed, or
// the citizen agreed to the present one.
func (t *turn) agreedFor(d *Draft) bool { return t.agreed() || d.ID == t.s.Active }

// askedBefore reports whether the citizen agreed to some notice.
func (t *turn) askedBefore() bool { return t.s.Consent.Version > 0 }

// askConsent shows the short notice. What was already sent waits in the draft
// and is deleted if the answer is no.
func (t *turn) askConsent(d *Draft) {
	t.s.Active, t.s.Pending = "", d.ID
	if t.askedBefore() {
		t.leadWith("consent.changed", nil)
	}
	r := t.say("consent", phones(),
		row(global("btn.agree", "agree")),
		row(global("btn.notice", "notice"), global("btn.minor", "minor")),
		row(global("btn.decline", "decline"), global("btn.language", "lang")),
		row(global("btn.lost", "lost")))
	if days := t.e.promises.VaultDays; days > 0 {
		r.Lines = []Text{{Key: "consent.vault", Args: Args{"Days": days}}}
	}
}

// notice is the full privacy notice: what is kept, why, how long, what stays when it is
// erased, and how to have it back or destroyed.
func (t *turn) notice() {
	r := t.say("privacy", Args{"Version": noticeVersion})
	r.Lines = append(t.e.promises.howLong(), t.e.promises.staying(t.in.At)...)
	r.Foot = &Text{Key: "privacy.rights"}
	if t.s.Pending != "" {
		r.Rows = [][]Button{row(global("btn.agree", "agree")), row(global("btn.decline", "decline"), global("btn.language", "lang"))}
		return
	}
	r.Rows = [][]Button{row(global("btn.home", "home"), global("btn.language", "lang"))}
	t.offerResume()
}

func (t *turn) agree() {
	if !t.agreed() {
		t.s.Consent = Consent{Version: noticeVersion, At: t.in.At.UTC(), Vault: t.e.promises.VaultDays}
	}
	d := t.s.draftByID(t.s.Pending)
	if d == nil {
		t.out.Toast = "toast.noted"
		t.resume()
		return
	}
	t.start(d)
}

// decline deletes what was waiting for consent. Help needs none: 1930 stays. Who agreed to
// an earlier notice keeps what was told under it.
func (t *turn) decline() {
	if t.askedBefore() {
		t.s.Pending = ""
		t.say("declined.again", phones(), row(global("btn.mydata", "forget:data"), global("btn.forget", "forget:ask")),
			row(global("btn.home_lost", "lost"), global("btn.home", "home")))
		return
	}
	t.discardPending()
	t.say("declined", phones(), row(global("btn.home_lost", "lost")), row(global("btn.home_else", "else"), global("btn.home", "home")))
}

// minor sends a child to people who can help, and deletes what they sent.
func (t *turn) minor() {
	if t.askedBefore() {
		t.say("minor.again", phones(), row(global("btn.forget", "forget:ask")), row(global("btn.lost", "lost"), global("btn.home", "home")))
		return
	}
	t.discardPending()
	t.say("minor", phones(), row(global("btn.lost", "lost"), global("btn.home", "home")))
}

func (t *turn) discardPending() {
	if d := t.s.draftByID(t.s.Pending); d != nil {
		t.discard(d, nil)
	}
	t.s.Pending = ""
}
