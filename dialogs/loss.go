package dialogs

import (
	"strings"
	"time"
	"unicode"

	"satark/fraud"
)

// formLoss is the report of money that moved: what 1930 asks first, then what the
// portal's financial-fraud form asks.
const formLoss = "loss"

// mostRows is how many transactions one report takes.
const mostRows = 20

// mostLost is the largest amount believed in one transaction, ₹100 crore: beyond
// it a slip of the finger is likelier than the truth.
const mostLost fraud.Paise = 100 * 1_00_00_000 * 100

func lossForm() *Form {
	return &Form{ID: formLoss, Version: 1, Build: buildLoss, Questions: []Question{
		{ID: "when", Kind: KindMoment, Options: options("opt.when", "now", "today", "yesterday")},
		{ID: "mode", Group: true, Kind: KindChoice, Options: options("mode", "upi", "card", "netbanking", "wallet", "aeps", "cash", "crypto", "other")},
		{ID: "bank", Group: true, Kind: KindText, Max: 64, Unknown: true, Applies: bankKnown, Check: checkName,
			Options: names("SBI", "HDFC Bank", "ICICI Bank", "PNB", "Axis Bank", "Bank of Baroda", "Canara Bank", "Union Bank", "Paytm", "PhonePe")},
		{ID: "amount", Group: true, Kind: KindMoney, Check: checkAmount},
		{ID: "utr", Group: true, Kind: KindIdentifier, Unknown: true, Applies: utrKnown, Kinds: []fraud.Kind{fraud.KindUTR}, Check: checkUTR},
		{ID: "txwhen", Group: true, Kind: KindMoment, Applies: laterRow, Options: options("opt.when", "same", "today", "yesterday")},
		{ID: "to", Group: true, Kind: KindIdentifier, Many: true, Unknown: true, Kinds: []fraud.Kind{
			fraud.KindVPA, fraud.KindAccount, fraud.KindIFSC, fraud.KindMobile, fraud.KindCrypto, fraud.KindURL, fraud.KindEmail, fraud.KindTelegram, fraud.KindHandle}},
		{ID: "more", Group: true, Silent: true, Kind: KindChoice, Applies: roomForMore, Options: options("opt.more", "no", "yes")},
		{ID: "contact", Kind: KindChoice, Unknown: true, Options: options("opt.medium", "call", "sms", "whatsapp", "telegram", "social", "email", "web", "app")},
		{ID: "suspects", Kind: KindIdentifier, Many: true, Skip: true, Unknown: true, Kinds: []fraud.Kind{
			fraud.KindMobile, fraud.KindHeader, fraud.KindForeign, fraud.KindLandline, fraud.KindSeries, fraud.KindTelegram,
			fraud.KindEmail, fraud.KindURL, fraud.KindVPA, fraud.KindHandle}},
		{ID: "details", Kind: KindText, Max: 3000},
		{ID: "name", Kind: KindText, Max: 80, Check: checkName},
		{ID: "mobile", Kind: KindContact, Skip: true},
		{ID: "place", Kind: KindPlace, Skip: true},
		{ID: "evidence", Kind: KindMedia, Skip: true, Silent: true},
		{ID: "email", Kind: KindIdentifier, Later: true, Skip: true, Kinds: []fraud.Kind{fraud.KindEmail}},
	}}
}

// mostClocks is how many clocks are shown with the next question: the packs have all.
const mostClocks = 3

// showClocks tells what runs out first, as soon as it is known when the money went.
func (t *turn) showClocks(d *Draft, q *Question, a Answer) {
	if d.Form != formLoss || q.ID != "when" || a.Moment == nil {
		return
	}
	shown := 0
	for _, c := range fraud.Deadlines(a.Moment.At, t.in.At, 0) {
		if c.Until.After(t.in.At) && shown < mostClocks {
			shown++
			t.leadWith("note.clock", Args{"Until": lastMoment(c.Until), "Clock": Label("clock." + c.Code)})
		}
	}
}

// lastMoment shows a clock that ends at midnight as the day before it.
func lastMoment(until time.Time) When {
	if t := until.In(fraud.IST); t.Hour() == 0 && t.Minute() == 0 {
		return When{At: until.Add(-time.Minute)}
	}
	return When{At: until, Exact: true}
}

func bankKnown(d *Draft, row int) bool   { return !d.code(rowKey("mode", row), "cash", "crypto") }
func utrKnown(d *Draft, row int) bool    { return !d.code(rowKey("mode", row), "cash", "crypto") }
func laterRow(_ *Draft, row int) bool    { return row > 1 }
func roomForMore(_ *Draft, row int) bool { return row < mostRows }

func checkAmount(_ *Draft, _ int, a Answer, _ time.Time) *fraud.Invalid {
	if a.Amount <= 0 || a.Amount > mostLost {
		return &fraud.Invalid{What: "amount", Why: "range"}
	}
	return nil
}

// checkName refuses a name without a letter: an amount typed one question too early.
func checkName(_ *Draft, _ int, a Answer, _ time.Time) *fraud.Invalid {
	if a.Code == "" && strings.IndexFunc(a.Text, unicode.IsLetter) < 0 {
		return &fraud.Invalid{What: "text", Why: "shape"}
	}
	return nil
}

// checkUTR refuses the number of another row: two debits never share one.
func checkUTR(d *Draft, row int, a Answer, _ time.Time) *fraud.Invalid {
	for r := 1; r <= d.Rows; r++ {
		other := d.Answers[rowKey("utr", r)]
		if r != row && len(other.IDs) > 0 && len(a.IDs) > 0 && other.IDs[0] == a.IDs[0] {
			return &fraud.Invalid{What: "utr", Why: "twice"}
		}
	}
	return nil
}

func buildLoss(d *Draft, at time.Time) fraud.Report {
	l := &fraud.Loss{
		Suspects: d.Answers["suspects"].IDs,
		Contact:  fraud.Medium(d.Answers["contact"].Code),
		Details:  d.Answers["details"].Text,
	}
	if m := d.Answers["when"].Moment; m != nil {
		l.At, l.Exact = m.At, m.Exact
	}
	for row := 1; row <= d.Rows; row++ {
		l.Transactions = append(l.Transactions, transaction(d, row, *l))
	}
	if len(l.Transactions) > 0 {
		l.Sub = fraud.SubFor(l.Transactions[0].Mode, l.Details)
	}
	s := fraud.Situation{MoneyMoved: true, Medium: l.Contact, Visible: len(l.Suspects) > 0, Age: at.Sub(l.At)}
	return fraud.Report{Route: fraud.RouteLoss, Loss: l, Reporter: person(d), Decision: fraud.Decide(s)}
}

func transaction(d *Draft, row int, l fraud.Loss) fraud.Transaction {
	get := func(id string) Answer { return d.Answers[rowKey(id, row)] }
	t := fraud.Transaction{
		Mode: fraud.Mode(get("mode").Code), Amount: get("amount").Amount, To: get("to").IDs, At: l.At, Exact: l.Exact,
	}
	if bankKnown(d, row) {
		t.Bank = get("bank").Text
	}
	if ids := get("utr").IDs; len(ids) > 0 && utrKnown(d, row) {
		t.UTR = ids[0]
	}
	if m := get("txwhen").Moment; m != nil && row > 1 {
		t.At, t.Exact = m.At, m.Exact
	}
	return t
}
