package filing

import (
	"strings"
	"unicode/utf8"

	"satark/fraud"
)

// SpamMax is the length of the SMS to 1909, in characters, that surely goes in one piece
// in any script (an SMS of 70 characters holds any letter; two of them are joined).
const SpamMax = 134

// spam adds the SMS to 1909 against advertising: "<what it said>, <number or header>,
// dd/mm/yy" (TRAI's form for complaints about commercial communication).
func (b *book) spam(s fraud.Suspicion) {
	sms := spamSMS(s)
	b.add(Message{
		HTML: b.text("pack.spam", args{"Helpline": b.phone(fraud.DeskSpam), "SMS": b.code(sms)}),
		Copy: copyable(sms),
	})
}

func spamSMS(s fraud.Suspicion) string {
	from := ""
	if id := first(s.Suspect, func(k fraud.Kind) bool { return isPhone(k) || isHeader(k) }); !id.IsZero() {
		from = formValue(id)
	}
	tail := ", " + from + ", " + s.At.In(fraud.IST).Format("02/01/06")
	said := strings.Join(strings.Fields(s.Details), " ")
	return clip(said, SpamMax-utf8.RuneCountInString(tail)) + tail
}
