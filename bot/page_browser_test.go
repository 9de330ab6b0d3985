package bot

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"satark/dialogs"
	"satark/fraud"
	"satark/locales"
	"satark/store"
)

// chromium skips the test where there is none, unless nothing may be skipped.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	const remedy = "no Chromium found: apt-get install chromium"
	if os.Getenv("SATARK_TEST_NO_SKIP") == "1" {
		t.Fatal(remedy)
	}
	t.Skip(remedy)
	return ""
}

// tab is a window of a phone's size in a browser that ends with the test.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	requests []string
	troubles []string
}

func newTab(t *testing.T) *tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true), chromedp.WSURLReadTimeout(time.Minute))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ = chromedp.NewContext(ctx)
	b := &tab{t: t, ctx: ctx}
	t.Cleanup(func() { _ = chromedp.Cancel(ctx); stop() })
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *cdppage.EventJavascriptDialogOpening:
		b.troubles = append(b.troubles, "a dialogue opened")
	case *runtime.EventExceptionThrown:
		b.troubles = append(b.troubles, e.ExceptionDetails.Text)
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func evaluate[T any](b *tab, script string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script))
	if err != nil {
		b.t.Fatalf("%s: %v", script, err)
	}
	return v
}

func protocol[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, c, params)
		return err
	})
}

func prefer(scheme string) chromedp.Action[chromedp.Void] {
	return protocol(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
}

// In a real browser, from a file as a citizen opens it: the page asks for nothing but
// itself, runs nothing, shows the hostile words as words, fits a narrow phone, and is dark
// where the citizen wants it dark.
func TestThePageInABrowser(t *testing.T) {
	b := newTab(t)
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"en", "hi"} {
		p, err := pageOf(words, lang, 41, hostileHeld(lang), time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC), nil)
		if err != nil {
			t.Fatal(err)
		}
		data, err := p.render()
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), exportPageName)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		b.requests = nil
		b.do(chromedp.EmulateViewport(360, 740), prefer("light"), chromedp.Navigate("file://"+file))
		b.holds(lang, file)
	}
}

func (b *tab) holds(lang, file string) {
	b.t.Helper()
	shown := evaluate[string](b, "document.body.innerText")
	for _, word := range hostile {
		if !utf8.ValidString(word) || strings.ContainsRune(word, 0) {
			continue // left out or shown as a sign
		}
		if !strings.Contains(shown, strings.ReplaceAll(word, "  ", " ")) {
			b.t.Errorf("%s: %q is not shown as it was written", lang, word)
		}
	}
	light := evaluate[string](b, "getComputedStyle(document.body).backgroundColor")
	b.do(prefer("dark"))
	if dark := evaluate[string](b, "getComputedStyle(document.body).backgroundColor"); dark == light {
		b.t.Errorf("%s: it is %s in the dark as well", lang, dark)
	}
	if wide := evaluate[int](b, "document.documentElement.scrollWidth"); wide > 360 {
		b.t.Errorf("%s: it is %d pixels wide on a phone of 360", lang, wide)
	}
	if n := evaluate[int](b, "document.querySelectorAll('script, img, link, iframe, a, form, object, base').length"); n != 0 {
		b.t.Errorf("%s: %d elements are not ours", lang, n)
	}
	if got := evaluate[string](b, "document.documentElement.lang + ' ' + document.title"); !strings.HasPrefix(got, lang+" ") || len(got) < 10 {
		b.t.Errorf("%s: language and title are %q", lang, got)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.requests) != 1 || b.requests[0] != "file://"+file {
		b.t.Errorf("%s: it asked for %q", lang, b.requests)
	}
	if len(b.troubles) > 0 {
		b.t.Errorf("%s: %q", lang, b.troubles)
	}
}

// hostileHeld is a person who wrote every hostile word in every place there is.
func hostileHeld(lang string) store.Everything {
	at := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	all := store.Everything{Session: dialogs.Session{Lang: lang, Source: hostile[0], Drafts: map[string]*dialogs.Draft{}}}
	for _, word := range hostile {
		answers := map[string]dialogs.Answer{"details": {Text: word}, "name": {Text: word}, "medium": {Code: word}}
		evidence := []fraud.Evidence{{ID: word, Name: word, Kind: "photo", At: at}}
		d := &dialogs.Draft{ID: word, Form: "suspected", Begun: at, Answers: answers, Evidence: evidence}
		all.Session.Drafts[word] = d
		raw, _ := json.Marshal(d) // plain data: cannot fail
		all.Reports = append(all.Reports, fraud.Report{Number: fraud.Number(word), Route: fraud.Route(word), Created: at, Updated: at, Answers: raw, Evidence: evidence})
		for _, who := range []string{"citizen", "bot", word} {
			all.Transcript = append(all.Transcript, store.Line{At: at, Who: who, Text: word, Media: "photo"}, store.Line{At: at, Who: who, Data: word})
		}
	}
	return all
}
