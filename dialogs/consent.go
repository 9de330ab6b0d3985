package dialogs

// noticeVersion is the version of the privacy notice in the catalogues. A citizen
// who agreed to an older one is asked again before the next form.
const noticeVersion = 1

// askConsent shows the short notice. What was already sent waits in the draft
// and is deleted if the answer is no.
func (t *turn) askConsent(d *Draft) {
	t.s.Active, t.s.Pending = "", d.ID
	t.say("consent", phones(),
		row(global("btn.agree", "agree")),
		row(global("btn.notice", "notice"), global("btn.minor", "minor")),
		row(global("btn.decline", "decline"), global("btn.language", "lang")),
		row(global("btn.lost", "lost")))
}

// notice is the full privacy notice: what is kept, why, how long, and how to have
// it back or destroyed.
func (t *turn) notice() {
	r := t.say("privacy", phones())
	if t.s.Pending != "" {
		r.Rows = [][]Button{row(global("btn.agree", "agree")), row(global("btn.decline", "decline"), global("btn.language", "lang"))}
		return
	}
	r.Rows = [][]Button{row(global("btn.home", "home"), global("btn.language", "lang"))}
	t.offerResume()
}

func (t *turn) agree() {
	if !t.agreed() {
		t.s.Consent = Consent{Version: noticeVersion, At: t.in.At.UTC()}
	}
	d := t.s.draftByID(t.s.Pending)
	if d == nil {
		t.out.Toast = "toast.noted"
		t.resume()
		return
	}
	t.start(d)
}

// decline deletes what was waiting for consent. Help needs none: 1930 stays.
func (t *turn) decline() {
	if d := t.s.draftByID(t.s.Pending); d != nil && !t.agreed() {
		t.s.drop(d.ID)
	}
	t.s.Pending = ""
	t.say("declined", phones(), row(global("btn.home_lost", "lost")), row(global("btn.home_else", "else"), global("btn.home", "home")))
}
