package dialogs

// myData sends the citizen all we hold of them.
func (t *turn) myData() {
	t.say("mydata", Args{"Reports": len(t.s.Filed), "Drafts": len(t.s.unfinished())},
		row(global("btn.forget", "forget:ask"), global("btn.home", "home")))
	t.effect(Effect{Kind: EffectExport})
}

// askForget tells what goes, and what stays of it and why, before anything is done.
func (t *turn) askForget() {
	r := t.say("forget_ask", Args{"Reports": len(t.s.Filed), "Drafts": len(t.s.unfinished())},
		row(global("btn.forget_yes", "forget:yes")),
		row(global("btn.mydata", "forget:data"), global("btn.home", "home")))
	r.Lines = t.e.promises.staying(t.in.At)
}

// forget destroys everything, on a second word. That it is done is told when it is done:
// see EffectForget. The language is kept by nobody: the next hello starts from nothing.
// Where a sealed copy is made first, the session stays until then.
func (t *turn) forget(arg string) {
	switch arg {
	case "yes":
		t.say("forgetting", nil)
		if t.e.promises.VaultDays == 0 {
			t.s = Session{Lang: t.s.Lang}
		}
		t.effect(Effect{Kind: EffectForget})
	case "data":
		t.myData()
	default:
		t.askForget()
	}
}

// StayButton is under the warning that silence will erase what is kept. Any message does
// as it does: it ends the silence.
func StayButton() Button { return global("btn.stay", "stay") }

// stay answers that button.
func (t *turn) stay() {
	t.leadWith("stays", nil)
	t.resume()
}
