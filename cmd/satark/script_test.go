package main

import (
	"strings"
	"testing"
)

const sampleScript = `# A talk with one of everything.
> /start
< Namaste.

  How can I help?
< [Report | Money gone] [Language]

# The citizen presses.
> [Report]
< {toast} One moment

> {forward VM-HDFCBK} Your KYC is due
  click here
< Thank you.

> {contact +919876543210}
< {contact 1930} Helpline

> {wait 24h}
`

func TestScriptReadsAndPrintsTheSame(t *testing.T) {
	s, err := parseScript(sampleScript)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.String(); got != sampleScript {
		t.Errorf("got\n%s\nwant\n%s", got, sampleScript)
	}
	if len(s) != 5 || s[0].said[0] != "Namaste.\n\nHow can I help?" || s[1].notes[0] != "# The citizen presses." {
		t.Errorf("misread: %#v", s)
	}
	want := []act{
		{text: "/start"}, {verb: "press", text: "Report"}, {verb: "forward", arg: "VM-HDFCBK", text: "Your KYC is due\nclick here"},
		{verb: "contact", arg: "+919876543210"}, {verb: "wait", arg: "24h"},
	}
	for i, w := range want {
		if s[i].act != w {
			t.Errorf("act %d is %#v, want %#v", i, s[i].act, w)
		}
	}
}

func TestScriptRefusesNonsense(t *testing.T) {
	for _, text := range []string{"hello", "< nobody asked", "> {photo", "> {}", "  further line of nothing", "> {press X}"} {
		if _, err := parseScript(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}

func FuzzScript(f *testing.F) {
	f.Add(sampleScript)
	f.Add("> a\n\n  b\n< {edited} c\n")
	f.Fuzz(func(t *testing.T, text string) {
		once, err := parseScript(text)
		if err != nil {
			return
		}
		again, err := parseScript(once.String())
		if err != nil {
			t.Fatalf("%q is printed as %q: %v", text, once.String(), err)
		}
		if strings.TrimSpace(once.String()) != strings.TrimSpace(again.String()) {
			t.Errorf("%q\nbecomes %q\nthen    %q", text, once.String(), again.String())
		}
	})
}
