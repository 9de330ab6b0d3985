package filing

import "satark/fraud"

// loss adds everything for money that is gone, in the order in which it helps: the call,
// the clocks, the portal, and the number for Chakshu.
func (b *book) loss(l fraud.Loss) {
	b.say("pack.loss.open", args{
		"Number": b.code(string(b.report.Number)), "Helpline": b.phone(fraud.DeskHelpline),
	}, b.link("pack.link.ncrp", fraud.DeskNCRP))
	b.script(l)
	b.clocks(l)
	b.ncrp(l)
	b.chakshuToo(l)
}

// chakshuToo adds a word on Chakshu where the number that began it can still be reported
// there as well.
func (b *book) chakshuToo(l fraud.Loss) {
	id := first(l.Suspects, isPhone)
	if id.IsZero() || b.open(l.Contact, l.At, true) != fraud.DeskChakshu {
		return
	}
	b.add(Message{
		HTML: b.text("pack.loss.chakshu", args{
			"Suspect": b.code(formValue(id)), "Medium": formMedium(l.Contact), "Helpline": b.phone(fraud.DeskHelpline),
		}),
		Copy:  copyable(formValue(id)),
		Links: []Link{b.link("pack.link.chakshu", fraud.DeskChakshu)},
	})
}
