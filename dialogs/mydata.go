package dialogs

// myData sends the citizen all we hold of them.
func (t *turn) myData() {
	t.say("mydata", Args{"Reports": len(t.s.Filed), "Drafts": len(t.s.unfinished())},
		row(global("btn.forget", "forget:ask"), global("btn.home", "home")))
	t.effect(Effect{Kind: EffectExport})
}

func (t *turn) askForget() {
	t.say("forget_ask", Args{"Reports": len(t.s.Filed), "Drafts": len(t.s.unfinished())},
		row(global("btn.forget_yes", "forget:yes")),
		row(global("btn.mydata", "forget:data"), global("btn.home", "home")))
}

// forget destroys everything, on a second word. The language is kept by nobody: the
// next hello starts from nothing.
func (t *turn) forget(arg string) {
	switch arg {
	case "yes":
		t.say("forgotten", phones())
		t.s = Session{Lang: t.s.Lang}
		t.effect(Effect{Kind: EffectForget})
	case "data":
		t.myData()
	default:
		t.askForget()
	}
}
