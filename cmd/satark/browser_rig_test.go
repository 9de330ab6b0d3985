package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// openBrowser starts a headless Chromium that ends with the test.
func openBrowser(t *testing.T) context.Context {
	t.Helper()
	program := findChromium(t)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true), chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("font-render-hinting", "none"), chromedp.WSURLReadTimeout(time.Minute))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ = chromedp.NewContext(ctx)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Logf("the browser did not end well: %v", err)
		}
		stop()
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("%s did not start: %v", program, err)
	}
	return ctx
}

// findChromium skips the test where there is none, unless nothing may be skipped.
func findChromium(t *testing.T) string {
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

// chatPage is the sandbox's page in a tab with storage of its own. When its test ends
// it holds that the console is clean and that nothing was fetched from elsewhere.
type chatPage struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	troubles []string
	chooser  chan page.EventFileChooserOpened
}

// pageWait is how long anything on the page may take on a slow machine.
const pageWait = 30 * time.Second

// openPage opens the stage's chat page in a window of this size, in CSS pixels.
func openPage(t *testing.T, browser context.Context, s *stage, width, height int64) *chatPage {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	p := &chatPage{t: t, ctx: ctx, chooser: make(chan page.EventFileChooserOpened, 1)}
	t.Cleanup(func() { p.close(cancel) })
	home := "http://" + s.addr + "/"
	if err := chromedp.Listen(ctx, p.hear(home)); err != nil {
		t.Fatal(err)
	}
	probe, err := os.ReadFile("testdata/probe.js")
	if err != nil {
		t.Fatal(err)
	}
	p.do(
		protocol(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: string(probe)}),
		chromedp.EmulateViewport(width, height), p.prefer("light"), chromedp.Navigate(home))
	p.until(`document.querySelector(".phone, #empty:not([hidden])")`)
	return p
}

// close looks for trouble after the last request was heard, then closes the tab.
func (p *chatPage) close(cancel context.CancelFunc) {
	if p.t.Failed() {
		p.t.Logf("the page says:\n%s", p.eval("document.body.innerText"))
	}
	cancel()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, trouble := range p.troubles {
		p.t.Error(trouble)
	}
}

// hear notes what no page of ours may do.
func (p *chatPage) hear(home string) func(any) {
	return func(event any) {
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			p.trouble("an error nobody caught: %s %s", e.ExceptionDetails.Text, e.ExceptionDetails.URL)
		case *runtime.EventConsoleAPICalled:
			if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
				p.trouble("on the console: %s", e.Type)
			}
		case *log.EventEntryAdded:
			if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
				p.trouble("in the browser's log: %s %s", e.Entry.Text, e.Entry.URL)
			}
		case *network.EventRequestWillBeSent:
			if u := e.Request.URL; !strings.HasPrefix(u, home) && !strings.HasPrefix(u, "blob:"+home) && !strings.HasPrefix(u, "data:") {
				p.trouble("a request to elsewhere: %s", u)
			}
		case *page.EventFileChooserOpened:
			p.chooser <- *e
		}
	}
}

func (p *chatPage) trouble(format string, values ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.troubles = append(p.troubles, fmt.Sprintf(format, values...))
}

func protocol[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, c, params)
		return err
	})
}

// prefer sets the colour scheme, and stills what moves.
func (p *chatPage) prefer(scheme string) chromedp.Action[chromedp.Void] {
	return protocol(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
}

func (p *chatPage) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*pageWait)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// inPage runs JavaScript, waiting for a promise, into a T.
func inPage[T any](p *chatPage, script string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, 2*pageWait)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", script, err)
	}
	return value
}

func (p *chatPage) eval(script string) string { p.t.Helper(); return inPage[string](p, script) }

// until waits until the condition, in JavaScript, holds.
func (p *chatPage) until(condition string) {
	p.t.Helper()
	if !inPage[bool](p, fmt.Sprintf("probe.until(() => %s, %d)", condition, pageWait.Milliseconds())) {
		p.t.Fatalf("this never came about: %s", condition)
	}
}

type point struct{ X, Y float64 }

// spot waits until the element that the JavaScript finds can be tapped, and says where.
func (p *chatPage) spot(find string) point {
	p.t.Helper()
	at := inPage[*point](p, fmt.Sprintf("probe.spot(() => %s, %d)", find, pageWait.Milliseconds()))
	if at == nil {
		p.t.Fatalf("this cannot be tapped: %s", find)
	}
	return *at
}

// click presses the mouse on the element that the JavaScript finds.
func (p *chatPage) click(find string) {
	p.t.Helper()
	at := p.spot(find)
	p.do(chromedp.MouseClickXY(at.X, at.Y))
	p.landed(find, 1)
}

// doubleClick is two clicks of an impatient hand.
func (p *chatPage) doubleClick(find string) {
	p.t.Helper()
	at := p.spot(find)
	p.do(chromedp.MouseClickXY(at.X, at.Y), chromedp.MouseClickXY(at.X, at.Y, chromedp.ClickCount(2)))
	p.landed(find, 2)
}

// landed holds that every click hit what it was meant for.
func (p *chatPage) landed(find string, clicks int) {
	p.t.Helper()
	if !inPage[bool](p, fmt.Sprintf("probe.hitAim(%d)", clicks)) {
		p.t.Fatalf("the mouse missed %s and hit %s", find, p.eval("probe.hits.map((n) => n.outerHTML).join()"))
	}
}

// write puts text where the focus is, as a keyboard of any script does.
func (p *chatPage) write(text string) {
	p.t.Helper()
	p.do(protocol(input.InsertText, input.InsertTextParams{Text: text}))
}

// key presses one key, kb.Tab or the like.
func (p *chatPage) key(key string) { p.t.Helper(); p.do(chromedp.KeyEvent(key)) }

// testid finds the first element with this data-testid.
func testid(id string) string { return fmt.Sprintf("document.querySelector('[data-testid=%q]')", id) }

// jsString is a Go string as JavaScript writes it.
func jsString(s string) string {
	b, _ := json.Marshal(s) // a string cannot fail
	return string(b)
}
