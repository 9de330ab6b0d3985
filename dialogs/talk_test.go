package dialogs_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/locales"
)

// start is a Tuesday afternoon in India.
var start = time.Date(2026, 11, 24, 10, 30, 0, 0, time.UTC)

// catalogue is read once: it never changes.
var catalogue = func() *locales.Catalogue {
	c, err := locales.Load()
	if err != nil {
		panic(err)
	}
	return c
}()

func engine() *dialogs.Engine {
	return dialogs.New(dialogs.Config{
		Languages: []dialogs.Language{{Tag: "en", Autonym: "English", Name: "English"}, {Tag: "hi", Autonym: "हिन्दी", Name: "Hindi"}},
		Words:     catalogue.Words,
		Label: func(tag, key string) string {
			if !catalogue.Has(tag, key) {
				return ""
			}
			s, _ := catalogue.Text(tag, key, nil)
			return s
		},
	})
}

// tb is what both *testing.T and *rapid.T can do.
type tb interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Fatal(args ...any)
}

// talk is one conversation in a test. Between two turns the session goes through
// JSON, as it does through a store, so that nothing can hide in memory.
type talk struct {
	t       tb
	e       *dialogs.Engine
	s       dialogs.Session
	now     time.Time
	reports map[fraud.Number]fraud.Report
	created []fraud.Number
	last    dialogs.Outcome
	turns   int
}

func newTalk(t tb) *talk {
	return &talk{t: t, e: engine(), now: start, reports: map[fraud.Number]fraud.Report{}}
}

func (k *talk) step(in dialogs.Input) dialogs.Outcome {
	k.t.Helper()
	k.turns++
	k.now = k.now.Add(20 * time.Second)
	in.At = k.now
	if in.Profile.First == "" {
		in.Profile.First = "Asha"
	}
	in.Number = fraud.Number(fmt.Sprintf("SK-T%03d-TEST", k.turns))
	before := encode(k.t, k.s)
	out := k.e.Step(k.s, in)
	if out.Need != "" {
		r := k.reports[out.Need]
		in.Report = &r
		out = k.e.Step(k.s, in)
	}
	if after := encode(k.t, k.s); before != after {
		k.t.Fatalf("Step changed its argument:\n%s\n%s", before, after)
	}
	if out.Report != nil {
		k.reports[out.Report.Number] = *out.Report
		if out.Created {
			k.created = append(k.created, out.Report.Number)
		}
	}
	k.s = reload(k.t, out.Session)
	k.last = out
	checkReplies(k.t, out)
	return out
}

func encode(t tb, s dialogs.Session) string {
	t.Helper()
	b, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func reload(t tb, s dialogs.Session) dialogs.Session {
	t.Helper()
	var back dialogs.Session
	if err := json.Unmarshal([]byte(encode(t, s)), &back); err != nil {
		t.Fatal(err)
	}
	return back
}

func (k *talk) say(text string) dialogs.Outcome {
	k.t.Helper()
	return k.step(dialogs.Input{Kind: dialogs.InputText, Text: text})
}

func (k *talk) command(name, payload string) dialogs.Outcome {
	k.t.Helper()
	return k.step(dialogs.Input{Kind: dialogs.InputCommand, Command: name, Payload: payload})
}

func (k *talk) data(data string) dialogs.Outcome {
	k.t.Helper()
	return k.step(dialogs.Input{Kind: dialogs.InputPress, Data: data})
}

// press taps the button with the label key, or the option code, on the last replies.
func (k *talk) press(want string) dialogs.Outcome {
	k.t.Helper()
	for _, b := range buttons(k.last) {
		if b.Key == want || b.Text == want || b.Data != "" && strings.HasSuffix(b.Data, ":"+want) {
			return k.data(b.Data)
		}
	}
	k.t.Fatalf("no button %q on the screen: %+v", want, buttons(k.last))
	return dialogs.Outcome{}
}

func buttons(out dialogs.Outcome) []dialogs.Button {
	var all []dialogs.Button
	for _, r := range out.Replies {
		for _, row := range r.Rows {
			all = append(all, row...)
		}
	}
	return all
}

func keys(out dialogs.Outcome) []string {
	var all []string
	for _, r := range out.Replies {
		for _, l := range r.Lead {
			all = append(all, l.Key)
		}
		all = append(all, r.Key)
	}
	return all
}

func (k *talk) expect(key string) {
	k.t.Helper()
	for _, got := range keys(k.last) {
		if got == key {
			return
		}
	}
	k.t.Fatalf("turn %d: got %v, want %q", k.turns, keys(k.last), key)
}

// checkReplies holds every reply to what the edge and Telegram demand of it.
func checkReplies(t tb, out dialogs.Outcome) {
	t.Helper()
	if len(out.Replies) == 0 && out.Toast == "" && !out.Unrecorded && out.Report == nil && len(out.Effects) == 0 && out.Session.Burst.Key == "" {
		t.Errorf("a turn without any answer")
	}
	for _, r := range out.Replies {
		for _, tag := range []string{"en", "hi"} {
			checkText(t, tag, r.Key, r.Args)
			for _, l := range append(append([]dialogs.Text{}, r.Lead...), r.Lines...) {
				checkText(t, tag, l.Key, l.Args)
			}
			if r.Foot != nil {
				checkText(t, tag, r.Foot.Key, r.Foot.Args)
			}
		}
		for _, row := range r.Rows {
			if len(row) == 0 || len(row) > 4 {
				t.Errorf("%s: a row of %d buttons", r.Key, len(row))
			}
			for _, b := range row {
				checkButton(t, r.Key, b)
			}
		}
	}
}

func checkButton(t tb, where string, b dialogs.Button) {
	t.Helper()
	if (b.Data != "") == (b.URL != "") || len(b.Data) > 64 {
		t.Errorf("%s: button %+v must have data of at most 64 bytes or a link", where, b)
	}
	if (b.Key == "") == (b.Text == "") {
		t.Errorf("%s: button %+v must have one label", where, b)
	}
	if b.Key != "" {
		checkText(t, "en", b.Key, b.Args)
	}
}

func checkText(t tb, tag, key string, args dialogs.Args) {
	t.Helper()
	shown := map[string]any{}
	for name, v := range args {
		switch v := v.(type) {
		case dialogs.Label:
			checkText(t, tag, string(v), nil)
		case []dialogs.Label:
			for _, l := range v {
				checkText(t, tag, string(l), nil)
			}
		}
		shown[name] = "x"
	}
	if _, err := catalogue.Text(tag, key, shown); err != nil {
		t.Errorf("%s %s with %v: %v", tag, key, reflect.ValueOf(args).MapKeys(), err)
	}
}

func hasCard(out dialogs.Outcome) bool {
	return len(out.Replies) > 0 && out.Replies[0].Card != nil && out.Replies[0].Card.Phone == "1930"
}
