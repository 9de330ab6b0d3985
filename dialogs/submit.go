package dialogs

import (
	"encoding/json"
	"time"

	"satark/fraud"
)

// submit makes the report. It happens once: the draft is gone with it, and a
// second tap finds the report by the draft's id.
func (t *turn) submit(d *Draft, f *Form) {
	if f.next(d) != "" {
		t.leadWith("still_missing", nil)
		f.advance(d)
		t.ask()
		return
	}
	if d.Number != "" {
		t.submitAmended(d, f)
		return
	}
	r := t.build(d, f)
	r.Number, r.Created = t.in.Number, t.in.At.UTC()
	t.out.Report, t.out.Created = &r, true
	t.s.drop(d.ID)
	t.s.Filed = append(t.s.Filed, filedOf(r, d.ID))
	t.afterSubmit(r)
}

// build makes a report of a complete draft, decided and ready for packs.
func (t *turn) build(d *Draft, f *Form) fraud.Report {
	r := f.Build(d, t.in.At)
	r.Form, r.Version, r.Lang = f.ID, f.Version, t.s.Lang
	r.Status, r.Updated = fraud.StatusPrepared, t.in.At.UTC()
	r.Evidence = d.Evidence
	r.Answers, _ = json.Marshal(d) // plain data: cannot fail
	return r
}

func filedOf(r fraud.Report, draft string) Filed {
	f := Filed{Number: r.Number, Draft: draft, Route: r.Route, Status: r.Status, At: r.Created}
	if r.Suspicion != nil {
		f.Code = string(r.Suspicion.Category)
	}
	if r.Loss != nil {
		f.Total = r.Loss.Total()
	}
	return f
}

// afterSubmit tells what was done and what was not, sends the packs, and for a
// loss sets the reminders: the portal's 24 hours are the first to run out.
func (t *turn) afterSubmit(r fraud.Report) {
	args := phones()
	args["Number"] = r.Number
	args["Reason"] = Label("reason." + r.Decision.Reason)
	if r.Route == fraud.RouteLoss {
		args["Total"] = r.Loss.Total()
		t.card1930()
	}
	t.say("submitted."+string(r.Route), args, t.filedRow(r.Number, r.Route), row(global("btn.reports", "reports"), global("btn.home", "home")))
	t.effect(Effect{Kind: EffectPack, Number: r.Number})
	if r.Route == fraud.RouteLoss {
		t.remind(r, 20*time.Hour, "remind.ncrp")
		t.remind(r, 3*24*time.Hour, "remind.bank")
	}
}

// filedRow asks whether the official filing was done.
func (t *turn) filedRow(n fraud.Number, route fraud.Route) []Button {
	desk := "chakshu"
	if route == fraud.RouteLoss {
		desk = "ncrp"
	}
	return row(global("btn.i_filed", "filed:"+string(n)+":"+desk))
}

func (t *turn) remind(r fraud.Report, after time.Duration, key string) {
	args := phones()
	args["Number"] = r.Number
	t.effect(Effect{Kind: EffectRemind, At: t.in.At.Add(after).UTC(), Number: r.Number, Reply: &Reply{
		Key: key, Args: args, Rows: [][]Button{t.filedRow(r.Number, r.Route), row(global("btn.lost", "lost"))},
	}})
}

// submitAmended puts a changed draft in the place of the report it came from.
func (t *turn) submitAmended(d *Draft, f *Form) {
	if t.in.Report == nil || t.in.Report.Number != d.Number {
		t.out.Need = d.Number
		return
	}
	old := *t.in.Report
	r := t.build(d, f)
	r.Number, r.Created, r.Filings, r.Status = old.Number, old.Created, old.Filings, old.Status
	if r.Status == fraud.StatusWithdrawn {
		r.Status = fraud.StatusPrepared
	}
	t.out.Report = &r
	t.s.drop(d.ID)
	if mine := t.s.filed(r.Number); mine != nil {
		*mine = filedOf(r, d.ID)
	}
	t.say("amended", Args{"Number": r.Number}, row(global("btn.reports", "reports"), global("btn.home", "home")))
	t.effect(Effect{Kind: EffectPack, Number: r.Number})
}
