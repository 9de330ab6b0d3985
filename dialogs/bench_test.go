package dialogs_test

import (
	"testing"

	"satark/dialogs"
)

// BenchmarkStep is one turn of a long form: a typed amount, and a tapped option.
func BenchmarkStep(b *testing.B) {
	k := newTalk(b)
	k.command("lost", "")
	k.press("btn.prepare_loss")
	k.press("btn.agree")
	k.press("today")
	atChoice := k.s
	k.press("upi")
	k.press("SBI")
	atAmount := k.s
	b.Run("tap", func(b *testing.B) {
		b.ReportAllocs()
		in := dialogs.Input{Kind: dialogs.InputPress, At: start, Data: "q:" + atChoice.Active + ":mode.1:upi"}
		for b.Loop() {
			k.e.Step(atChoice, in)
		}
	})
	b.Run("text", func(b *testing.B) {
		b.ReportAllocs()
		in := dialogs.Input{Kind: dialogs.InputText, At: start, Text: "1.25 lakh"}
		for b.Loop() {
			k.e.Step(atAmount, in)
		}
	})
}
