package filing

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"satark/fraud"
)

var update = flag.Bool("update", false, "rewrite the transcripts in testdata")

func TestPacksAreAsInTranscripts(t *testing.T) {
	words := catalogue(t)
	for _, language := range words.Languages() {
		for _, c := range cases() {
			t.Run(c.name+"/"+language.Tag, func(t *testing.T) {
				messages, err := Packs(words, c.report, language.Tag, now)
				if err != nil {
					t.Fatal(err)
				}
				compare(t, filepath.Join("testdata", c.name+"."+language.Tag+".txt"), transcript(messages))
			})
		}
	}
}

// transcript writes messages as a person would see them, with copy buttons and links.
func transcript(messages []Message) string {
	var b strings.Builder
	for i, m := range messages {
		fmt.Fprintf(&b, "──── %d\n%s\n", i+1, m.HTML)
		if m.Copy != "" {
			fmt.Fprintf(&b, "[copy: %s]\n", m.Copy)
		}
		for _, l := range m.Links {
			fmt.Fprintf(&b, "[%s: %s]\n", l.Label, l.URL)
		}
	}
	return b.String()
}

func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run go test ./filing -update and read the difference\n%s", path, got)
	}
}

func TestPacksSaySameThingTwice(t *testing.T) {
	words := catalogue(t)
	for _, c := range cases() {
		first, err := Packs(words, c.report, "en", now)
		if err != nil {
			t.Fatal(err)
		}
		second, _ := Packs(words, c.report, "en", now)
		if transcript(first) != transcript(second) {
			t.Errorf("%s: two packs of one report differ", c.name)
		}
	}
}

func TestPacksFollowTheCalendar(t *testing.T) {
	words := catalogue(t)
	report := cases()[0].report
	fresh, _ := Packs(words, report, "en", now)
	late, _ := Packs(words, report, "en", now.AddDate(0, 2, 0))
	if !strings.Contains(fresh[0].HTML, "Chakshu, on Sanchar Saathi") {
		t.Errorf("a fresh call does not go to Chakshu: %s", fresh[0].HTML)
	}
	if !strings.Contains(late[0].HTML, "Report Suspect, on") {
		t.Errorf("two months later the pack still is Chakshu's: %s", late[0].HTML)
	}
}

func TestPacksRefuseReportWithoutCase(t *testing.T) {
	for _, r := range []fraud.Report{{}, {Route: fraud.RouteLoss}, {Route: fraud.RouteSuspected}} {
		if _, err := Packs(catalogue(t), r, "en", now); !errors.Is(err, ErrEmpty) {
			t.Errorf("%+v: error is %v, want ErrEmpty", r.Route, err)
		}
	}
}

func TestPacksPassOnMissingLanguage(t *testing.T) {
	for _, c := range cases() {
		if messages, err := Packs(catalogue(t), c.report, "xx", now); err == nil {
			t.Errorf("%s: %d messages in no language", c.name, len(messages))
		}
	}
}

// recorder notes which keys were asked for.
type recorder struct {
	Words
	used map[string]bool
}

func (r recorder) Text(tag, key string, values map[string]any) (string, error) {
	r.used[key] = true
	return r.Words.Text(tag, key, values)
}

func TestEveryKeyIsInEveryLanguageAndUsed(t *testing.T) {
	words := catalogue(t)
	r := recorder{words, map[string]bool{}}
	for _, c := range everyCase() {
		if _, err := Packs(r, c, "en", now); err != nil {
			t.Fatal(err)
		}
	}
	for _, language := range words.Languages() {
		for key := range r.used {
			if !words.Has(language.Tag, key) {
				t.Errorf("%s: no text for %q", language.Tag, key)
			}
		}
		for _, key := range words.Keys(language.Tag) {
			ours := strings.HasPrefix(key, "pack.") || strings.HasPrefix(key, "script.")
			if ours && !r.used[key] {
				t.Errorf("%s: no pack uses %q", language.Tag, key)
			}
		}
	}
}

// everyCase is the cases with a transcript and those that only differ in a choice.
func everyCase() []fraud.Report {
	var all []fraud.Report
	for _, c := range cases() {
		all = append(all, c.report)
	}
	for _, mode := range []fraud.Mode{fraud.ModeUPI, fraud.ModeCard, fraud.ModeNetBanking, fraud.ModeWallet, fraud.ModeAePS, fraud.ModeCash, fraud.ModeCrypto, fraud.ModeOther} {
		all = append(all, lost(fraud.Loss{At: at(1, 12, 0), Transactions: []fraud.Transaction{{Mode: mode, Amount: 1}}}, fraud.Person{}))
	}
	nameless := cases()[0].report
	nameless.Reporter = fraud.Person{}
	all = append(all, nameless)
	for _, category := range fraud.Categories() {
		all = append(all, suspected(fraud.Suspicion{Medium: fraud.MediumWhatsApp, Category: category, At: now,
			Suspect: []fraud.Identifier{id(fraud.KindMobile, "+919876543210")}}, fraud.Situation{}))
	}
	return all
}

// isolator marks what it isolates, as a right-to-left language does.
type isolator struct{ Words }

func (isolator) Isolate(_, s string) string { return "⟦" + s + "⟧" }

func TestValuesAreIsolated(t *testing.T) {
	bare := regexp.MustCompile(`[^⟦]<code>|</code>[^⟧]`)
	for _, c := range cases() {
		messages, err := Packs(isolator{catalogue(t)}, c.report, "en", now)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range messages {
			if found := bare.FindString(" " + m.HTML + " "); found != "" {
				t.Errorf("%s: a value is not isolated: %s", c.name, m.HTML)
			}
			if strings.ContainsAny(m.Copy, "⟦⟧") {
				t.Errorf("%s: marks in the copied value %q", c.name, m.Copy)
			}
		}
	}
}
