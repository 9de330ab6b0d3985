package soak

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"satark/bot/sandbox"
	"satark/fraud"
)

// reports holds the reports against what the citizen told: one a story, with the number
// that was on the screen, and every field as it was told.
func (e *evidence) reports(ctx context.Context, p performance, reports []fraud.Report, shown []sandbox.Message) error {
	for _, f := range p.filings {
		i := slices.IndexFunc(reports, func(r fraud.Report) bool { return r.Number == f.number })
		if i < 0 {
			e.add(reportsLost, 1, "citizen %d", p.plan.id)
			continue
		}
		wrong := differences(f, dayCheck{p.plan.born, f.before, e.w.trial.has(Clock)}, reports[i])
		e.add(reportsWrong, min(len(wrong), 1), "citizen %d: %v", p.plan.id, wrong)
		if chat, _, err := e.kept.Find(ctx, f.number); err != nil || chat != p.plan.id {
			e.add(reportsLost, 1, "citizen %d: not found by its number", p.plan.id)
		}
		if err := e.file(ctx, p, f, reports[i]); err != nil {
			return err
		}
	}
	for _, r := range reports {
		if !isShown(r.Number, shown) {
			e.add(deliveriesMissing, 1, "citizen %d: a report whose number was never shown", p.plan.id)
		}
	}
	more := len(reports) - len(p.filings)
	if p.err != nil {
		more = len(reports) - len(p.plan.cases) // the last may have been filed unseen
	}
	e.add(reportsDoubled, max(more, 0), "citizen %d: %d reports, %d conversations", p.plan.id, len(reports), len(p.filings))
	return nil
}

// isShown reports whether the number of a report has been on the screen.
func isShown(n fraud.Number, shown []sandbox.Message) bool {
	return slices.ContainsFunc(shown, func(m sandbox.Message) bool { return m.FromBot && strings.Contains(m.Text, string(n)) })
}

// file reads the evidence back.
func (e *evidence) file(ctx context.Context, p performance, f filed, r fraud.Report) error {
	if f.story.want.photo == "" || len(r.Evidence) != 1 {
		return nil
	}
	want, err := p.content(f.story.want.photo)
	if err != nil {
		return err
	}
	file, err := e.kept.OpenBlob(ctx, p.plan.id, r.Evidence[0].ID)
	if err != nil {
		e.add(filesLost, 1, "citizen %d: %v", p.plan.id, err)
		return nil
	}
	defer file.Close()
	got, err := io.ReadAll(file)
	if err != nil || !bytes.Equal(got, want) {
		e.add(filesLost, 1, "citizen %d: not the file that was sent: %v", p.plan.id, err)
	}
	return nil
}

// comparison gathers the names of fields that are not as they should be.
type comparison []string

func (c *comparison) same(field string, got, want any) {
	if fmt.Sprint(got) != fmt.Sprint(want) {
		*c = append(*c, field)
	}
}

// differences names the fields of a report that are not what the citizen told.
func differences(f filed, days dayCheck, got fraud.Report) []string {
	var c comparison
	want := f.story.want
	c.same("route", got.Route, want.report.Route)
	c.same("language", got.Lang, f.lang)
	c.same("reporter", got.Reporter, want.report.Reporter)
	files, filings, status := 0, 0, fraud.StatusPrepared
	if want.photo != "" {
		files = 1
	}
	if f.story.filed {
		filings, status = 1, fraud.StatusFiled
	}
	c.same("files", len(got.Evidence), files)
	c.same("filings", len(got.Filings), filings)
	c.same("status", got.Status, status)
	switch {
	case got.Suspicion != nil && want.report.Suspicion != nil:
		c.suspicion(f, *got.Suspicion, *want.report.Suspicion, days)
	case got.Loss != nil && want.report.Loss != nil:
		c.loss(f, *got.Loss, *want.report.Loss, days)
	default:
		c = append(c, "kind")
	}
	return c
}

func (c *comparison) suspicion(f filed, got, want fraud.Suspicion, days dayCheck) {
	want.Category = f.category
	if want.Category == "" { // read from the story, not asked
		if all := fraud.Suggest(want.Details); len(all) > 0 {
			want.Category = all[0]
		}
	}
	if !days.is(got.At, f.story.want.day) {
		*c = append(*c, "when")
	}
	got.At = want.At
	c.same("medium", got.Medium, want.Medium)
	c.same("suspect", got.Suspect, want.Suspect)
	c.same("contacts", got.Contacts, want.Contacts)
	c.same("category", got.Category, want.Category)
	c.same("details", got.Details, want.Details)
	c.same("suspicion", got, want)
}

func (c *comparison) loss(f filed, got, want fraud.Loss, days dayCheck) {
	if !days.is(got.At, f.story.want.day) {
		*c = append(*c, "when")
	}
	c.same("details", got.Details, want.Details)
	c.same("contact", got.Contact, want.Contact)
	c.same("suspects", got.Suspects, want.Suspects)
	c.same("transactions", len(got.Transactions), len(want.Transactions))
	for i := range min(len(got.Transactions), len(want.Transactions)) {
		one := got.Transactions[i]
		if !days.is(one.At, f.story.want.days[i]) {
			*c = append(*c, key("when", i+1))
		}
		one.At = time.Time{}
		c.same(key("transaction", i+1), one, want.Transactions[i])
	}
}

// dayCheck knows what was today while a story was told: midnight may have come between,
// and some of the clocks may have been wrong.
type dayCheck struct {
	from, to time.Time
	jumps    bool
}

// is reports whether at was so many days ago; -1 wants no moment at all.
func (d dayCheck) is(at time.Time, ago int) bool {
	if ago < 0 {
		return at.IsZero()
	}
	date := at.In(fraud.IST).Format(time.DateOnly)
	todays := []time.Time{d.from, d.to}
	if d.jumps {
		todays = append(todays, d.from.Add(-jumpBy), d.to.Add(jumpBy))
	}
	return slices.ContainsFunc(todays, func(today time.Time) bool {
		return date == today.In(fraud.IST).AddDate(0, 0, -ago).Format(time.DateOnly)
	})
}
