package bot

import (
	"cmp"
	"encoding/json"
	"html/template"
	"slices"
	"strconv"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// pageOf shows all that is held of a citizen, in the language they speak. kept tells of a
// file whether its bytes are here, and their fingerprint.
func pageOf(words Words, tag string, chat int64, all store.Everything, made time.Time, kept map[string]FileMeta) (page, error) {
	w := &pageWriter{renderer: renderer{words: words, tag: tag}}
	p := page{
		Lang: tag, Dir: string(direction(words, tag)), Title: w.label("export.title", nil), Made: w.label("export.made", dialogs.Args{"At": made}),
		ChatTitle: w.label("export.chat", nil), None: w.label("export.none", nil), NotHere: w.label("export.not_here", nil),
	}
	files := pageFiles{w, kept}
	you := pageSection{Title: w.label("export.you", nil), Sheets: []pageSheet{{Lines: w.citizen(chat, all.Session)}}}
	reports := pageSection{Title: w.label("export.reports", nil), None: p.None}
	for _, r := range all.Reports {
		reports.Sheets = append(reports.Sheets, files.under(pageSheet{Title: string(r.Number), Lines: w.report(r)}, r.Evidence))
	}
	drafts := pageSection{Title: w.label("export.drafts", nil), None: p.None}
	for _, d := range draftsOf(all.Session) {
		drafts.Sheets = append(drafts.Sheets, files.under(pageSheet{Lines: w.draft(d)}, d.Evidence))
	}
	p.Sections = []pageSection{you, reports, drafts}
	for _, l := range all.Transcript {
		p.Chat = append(p.Chat, w.said(l))
	}
	return p, w.err
}

// draftsOf are all drafts of a session, those of unknown forms too, the oldest first.
func draftsOf(s dialogs.Session) []dialogs.Draft {
	var all []dialogs.Draft
	for _, set := range []map[string]*dialogs.Draft{s.Drafts, s.Aside} {
		for _, d := range set {
			if d != nil {
				all = append(all, *d)
			}
		}
	}
	slices.SortFunc(all, func(a, b dialogs.Draft) int { return cmp.Or(a.Begun.Compare(b.Begun), cmp.Compare(a.ID, b.ID)) })
	return all
}

func (w *pageWriter) citizen(chat int64, s dialogs.Session) []template.HTML {
	language := s.Lang
	for _, l := range w.words.Languages() {
		if l.Tag == s.Lang {
			language = l.Autonym
		}
	}
	lines := []template.HTML{
		w.line("export.id", dialogs.Args{"ID": strconv.FormatInt(chat, 10)}),
		w.line("export.language", dialogs.Args{"Language": language}),
	}
	if s.Consent.Version == 0 {
		lines = append(lines, w.line("export.not_agreed", nil))
	} else {
		lines = append(lines, w.line("export.agreed", dialogs.Args{"Version": s.Consent.Version, "At": s.Consent.At}))
	}
	lines = append(lines, w.dated(dated{"export.heard", s.Heard}, dated{"export.warned", s.Warned})...)
	if s.Source != "" {
		lines = append(lines, w.line("export.source", dialogs.Args{"Code": s.Source}))
	}
	return lines
}

func (w *pageWriter) report(r fraud.Report) []template.HTML {
	lines := []template.HTML{
		w.line("export.kind", dialogs.Args{"Value": w.named("route.", string(r.Route))}),
		w.line("export.status", dialogs.Args{"Value": w.named("status.", string(r.Status))}),
	}
	lines = append(lines, w.dated(dated{"export.created", r.Created}, dated{"export.updated", r.Updated})...)
	var answers dialogs.Draft
	if json.Unmarshal(r.Answers, &answers) == nil {
		lines = append(lines, w.answers(answers)...)
	}
	if r.Decision.Reason != "" {
		lines = append(lines, w.line("export.reason", dialogs.Args{"Value": w.named("reason.", r.Decision.Reason)}))
	}
	for _, f := range r.Filings {
		lines = append(lines, w.line("export.filed", dialogs.Args{"Desk": w.named("desk.", f.Desk), "At": f.At}))
		if !f.Reference.IsZero() {
			lines = append(lines, w.line("export.reference", dialogs.Args{"Value": f.Reference}))
		}
	}
	return lines
}

func (w *pageWriter) draft(d dialogs.Draft) []template.HTML {
	lines := []template.HTML{w.line("export.kind", dialogs.Args{"Value": w.named("route.", d.Form)})}
	lines = append(lines, w.dated(dated{"export.begun", d.Begun})...)
	return append(lines, w.answers(d)...)
}

func (w *pageWriter) answers(d dialogs.Draft) []template.HTML {
	var lines []template.HTML
	for _, t := range dialogs.Told(d) {
		lines = append(lines, w.told(t))
	}
	return lines
}

// dated is a line about a moment.
type dated struct {
	key string
	at  time.Time
}

// dated leaves out what is not known.
func (w *pageWriter) dated(all ...dated) []template.HTML {
	var lines []template.HTML
	for _, one := range all {
		if !one.at.IsZero() {
			lines = append(lines, w.line(one.key, dialogs.Args{"At": one.at}))
		}
	}
	return lines
}
