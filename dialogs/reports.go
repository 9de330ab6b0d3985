package dialogs

import (
	"encoding/json"
	"slices"

	"satark/fraud"
)

// reports lists what the citizen filed here, newest first.
func (t *turn) reports() {
	t.s.Await = nil
	if len(t.s.Filed) == 0 {
		t.say("reports.none", nil, row(global("btn.home_lost", "lost")), row(global("btn.home_suspect", "sus")), row(global("btn.home", "home")))
		t.offerResume()
		return
	}
	r := t.say("reports.list", nil)
	for i := len(t.s.Filed) - 1; i >= 0; i-- {
		f := t.s.Filed[i]
		r.Lines = append(r.Lines, reportLine(f))
		if len(r.Rows) < 10 {
			r.Rows = append(r.Rows, row(Button{Text: string(f.Number), Data: "g:rep:" + string(f.Number)}))
		}
	}
	r.Rows = append(r.Rows, row(global("btn.home", "home")))
	t.offerResume()
}

func reportLine(f Filed) Text {
	args := Args{"Number": f.Number, "At": When{At: f.At}, "Status": Label("status." + string(f.Status)), "What": Label("category." + f.Code)}
	if f.Route == fraud.RouteLoss {
		args["What"] = f.Total
	}
	return Text{Key: "reports.item", Args: args}
}

// report shows one report with what can be done about it.
func (t *turn) report(f *Filed) {
	n := string(f.Number)
	r := t.say("reports.one", Args{"Number": f.Number})
	r.Lines = []Text{reportLine(*f)}
	if f.Status != fraud.StatusWithdrawn {
		r.Rows = append(r.Rows, t.filedRow(f.Number, f.Route), row(global("btn.packs", "packs:"+n)))
	}
	r.Rows = append(r.Rows, row(global("btn.amend", "amend:"+n)))
	if f.Status != fraud.StatusWithdrawn {
		r.Rows[len(r.Rows)-1] = append(r.Rows[len(r.Rows)-1], global("btn.withdraw", "wd:"+n))
	}
	r.Rows = append(r.Rows, row(global("btn.reports", "reports"), global("btn.home", "home")))
}

// need asks the edge for the report and reports whether it is here.
func (t *turn) need(n fraud.Number) bool {
	if t.in.Report != nil && t.in.Report.Number == n {
		return true
	}
	t.out.Need = n
	return false
}

// amend opens the report's own answers as a draft, at the review.
func (t *turn) amend(f *Filed) {
	for _, d := range t.s.Drafts {
		if d.Number == f.Number { // already being amended
			t.activate(d)
			t.ask()
			return
		}
	}
	if !t.need(f.Number) {
		return
	}
	form := t.e.forms[t.in.Report.Form]
	var old Draft
	if form == nil || json.Unmarshal(t.in.Report.Answers, &old) != nil {
		t.say("cannot_amend", Args{"Number": f.Number}, row(global("btn.reports", "reports")))
		return
	}
	d := t.s.begin(form, t.in.At)
	d.Answers, d.Rows, d.Trail, d.Evidence, d.Number = old.Answers, old.Rows, old.Trail, old.Evidence, f.Number
	if d.Answers == nil {
		d.Answers = map[string]Answer{}
	}
	t.start(d)
}

// packsAgain sends the packs once more.
func (t *turn) packsAgain(f *Filed) {
	if !t.need(f.Number) {
		return
	}
	t.out.Report = t.in.Report
	t.say("packs_again", Args{"Number": f.Number})
	t.effect(Effect{Kind: EffectPack, Number: f.Number})
}

func (t *turn) askWithdraw(f *Filed) {
	t.say("withdraw_ask", Args{"Number": f.Number},
		row(global("btn.withdraw_yes", "wdok:"+string(f.Number))), row(global("btn.reports", "reports"), global("btn.home", "home")))
}

// withdraw closes the report here. What was filed officially is not ours to undo.
func (t *turn) withdraw(f *Filed) {
	if f.Status == fraud.StatusWithdrawn {
		t.out.Toast = "toast.noted"
		t.report(f)
		return
	}
	if !t.need(f.Number) {
		return
	}
	r := *t.in.Report
	r.Status, r.Updated = fraud.StatusWithdrawn, t.in.At.UTC()
	f.Status = r.Status
	t.out.Report = &r
	t.say("withdrawn", Args{"Number": f.Number}, row(global("btn.reports", "reports"), global("btn.home", "home")))
}

// askReference asks for the number the official desk gave, which may be skipped.
func (t *turn) askReference(f *Filed, desk string) {
	t.s.Await = &Await{What: "reference", Number: f.Number, Desk: desk}
	t.askAwaited()
}

func (t *turn) askAwaited() {
	a := t.s.Await
	args := phones()
	args["Number"] = a.Number
	t.say("reference."+a.Desk, args,
		row(global("btn.no_reference", "noref:"+string(a.Number)+":"+a.Desk)), row(global("btn.lost", "lost"), global("btn.stop", "stop")))
}

// awaited reads the reference number.
func (t *turn) awaited() {
	a := t.s.Await
	f := t.s.filed(a.Number)
	if f == nil {
		t.s.Await = nil
		t.home()
		return
	}
	if t.e.words.is("skip", t.in.Text) || t.e.words.is("dont_know", t.in.Text) {
		t.recordFiling(f, a.Desk, fraud.Identifier{})
		return
	}
	kinds := []fraud.Kind{fraud.KindHandle}
	if a.Desk == "ncrp" {
		kinds = []fraud.Kind{fraud.KindNCRP}
	}
	id, err := fraud.Parse(t.in.Text, kinds...)
	if err != nil {
		t.leadWith("invalid.ncrp", nil)
		t.askAwaited()
		return
	}
	t.recordFiling(f, a.Desk, id)
}

// recordFiling keeps what the citizen told us: that they filed, never that it is so.
func (t *turn) recordFiling(f *Filed, desk string, ref fraud.Identifier) {
	if !t.need(f.Number) {
		return
	}
	t.s.Await = nil
	r := *t.in.Report
	if slices.ContainsFunc(r.Filings, func(told fraud.Filing) bool { return told.Desk == desk && told.Reference == ref }) {
		t.out.Toast = "toast.noted" // a second tap: told already
		t.report(f)
		return
	}
	r.Filings = append(append([]fraud.Filing{}, r.Filings...), fraud.Filing{Desk: desk, Reference: ref, At: t.in.At.UTC()})
	r.Status, r.Updated = fraud.StatusFiled, t.in.At.UTC()
	f.Status = r.Status
	t.out.Report = &r
	t.say("filing_noted", Args{"Number": f.Number}, row(global("btn.reports", "reports"), global("btn.home", "home")))
}
