package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"satark/bot/sandbox"
	"satark/fraud"
	"satark/locales"
)

// The pictures in docs/ are taken anew by
//
//	go test ./cmd/satark -run TestBrowser/pictures -shots ../../docs
var shots = flag.String("shots", "", "directory to write the pictures of docs/ into")

// picture is a moment of the demo as the documents show it.
type picture struct {
	name          string
	width, height int64 // of the window, in CSS pixels
	scheme        string
	only          string // selector of what is shown
	who           []moment
}

// moment is a citizen of the demo's cast at the time they can first press a button.
type moment struct {
	talk   string
	button string // catalogue key of its label
	top    bool   // its message is at the top of the screen, else the newest at the bottom
}

func pictures() []picture {
	report := moment{talk: "demo-suspected-en.talk", button: "btn.i_filed", top: true}
	review := moment{talk: "demo-suspected-en.talk", button: "btn.submit"}
	helpline := moment{talk: "demo-loss-hi.talk", button: "btn.prepare_loss"}
	question := moment{talk: "demo-loss-hi.talk", button: "mode.card"}
	filed := moment{talk: "demo-loss-hi.talk", button: "btn.i_filed", top: true}
	total := moment{talk: "demo-loss-hi.talk", button: "btn.submit"}
	return []picture{
		{"report-en", 800, 1090, "light", ".phone", []moment{report}},
		{"loss-hi", 800, 940, "light", ".phone", []moment{helpline}},
		{"report-hi", 800, 1090, "light", ".phone", []moment{filed}},
		{"demo", 1040, 880, "light", "body", []moment{review, total}},
		{"demo-dark", 1040, 880, "dark", "body", []moment{report, helpline}},
		{"phone", 390, 844, "light", "body", []moment{question}},
	}
}

// sharpness is how many pixels of a picture make a CSS pixel: two for the documents,
// one where it is only tried.
func sharpness() float64 {
	if *shots == "" {
		return 1
	}
	return 2
}

const (
	mostBytes  = 250_000 // a picture loads on a slow line
	leastBytes = 15_000  // an empty chat has fewer
)

func browsePictures(t *testing.T, browser context.Context, words *locales.Catalogue) {
	for _, pic := range pictures() {
		random := rand.New(rand.NewSource(1930))
		s := testStage(t, staging{
			clock: stoppedClock(talkTime()),
			seams: seams{numbers: func() (fraud.Number, error) { return fraud.NewNumber(random) }},
		})
		p := openPage(t, browser, s, pic.width, pic.height)
		query := ""
		for _, m := range pic.who {
			query += fmt.Sprintf("&citizen=%d", m.reach(t, s, words))
		}
		p.do(
			chromedp.EmulateViewport(pic.width, pic.height, chromedp.EmulateScale(sharpness())), p.prefer(pic.scheme),
			protocol(emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: "Asia/Kolkata"}),
			chromedp.Navigate("http://"+s.addr+"/?"+query[1:]))
		p.arrange(pic, words)
		p.take(pic)
	}
}

// reach plays the talk up to the moment and returns the citizen.
func (m moment) reach(t *testing.T, s *stage, words *locales.Catalogue) int64 {
	t.Helper()
	i := slices.IndexFunc(cast(), func(e extra) bool { return e.talk == m.talk })
	one := cast()[i]
	talk, err := one.script()
	if err != nil {
		t.Fatal(err)
	}
	actor, label := s.enter(one.id, one.profile), m.label(t, words)
	for _, turn := range talk {
		if _, err := actor.do(t.Context(), turn.act); err != nil {
			t.Fatal(err)
		}
		s.clock.forward(25 * time.Second)
		if hasButton(actor.citizen.Messages(), label) {
			return one.id
		}
	}
	t.Fatalf("%s never comes to %s", m.talk, label)
	return 0
}

func (m moment) label(t *testing.T, words *locales.Catalogue) string {
	t.Helper()
	label, err := words.Text(langOf(strings.TrimSuffix(m.talk, ".talk")), m.button, nil)
	if err != nil {
		t.Fatal(err)
	}
	return label
}

func hasButton(list []sandbox.Message, label string) bool {
	return slices.ContainsFunc(list, func(m sandbox.Message) bool {
		return slices.ContainsFunc(slices.Concat(m.Buttons...), func(b sandbox.Button) bool { return b.Text == label })
	})
}

// arrange waits for the chats to be drawn and scrolls them.
func (p *chatPage) arrange(pic picture, words *locales.Catalogue) {
	p.t.Helper()
	for _, m := range pic.who {
		find := fmt.Sprintf("probe.labelled(document, '[data-testid=inline-button]', %s)", jsString(m.label(p.t, words)))
		p.until(find)
		inPage[bool](p, "Promise.all([...document.images].map((i) => { i.loading = 'eager'; return i.decode(); })).then(() => document.fonts.ready).then(() => true)")
		if m.top {
			inPage[bool](p, fmt.Sprintf("(%s.closest('.message').scrollIntoView({block: 'start'}), true)", find))
		}
	}
}

// take takes the picture and holds that it shows something and, for the documents, that
// it is not too big.
func (p *chatPage) take(pic picture) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, pageWait)
	defer cancel()
	raw, err := chromedp.Run(ctx, chromedp.Screenshot(chromedp.CSS(pic.only)))
	if err != nil {
		p.t.Fatal(err)
	}
	if len(raw) < leastBytes {
		p.t.Errorf("%s is blank: %d bytes", pic.name, len(raw))
	}
	if *shots == "" {
		return
	}
	small, err := fewColours(raw)
	if err != nil {
		p.t.Fatal(err)
	}
	if len(small) > mostBytes {
		p.t.Errorf("%s is %d bytes", pic.name, len(small))
	}
	if err := os.WriteFile(filepath.Join(*shots, pic.name+".png"), small, 0o644); err != nil {
		p.t.Fatal(err)
	}
}
