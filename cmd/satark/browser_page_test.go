package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"satark/bot/sandbox"
	"satark/fraud"
	"satark/locales"
)

// helplines are the values of texts that name a number to call.
func helplines() holes {
	return holes{
		"Helpline": fraud.DeskHelpline.Info().Phone, "Police": fraud.DeskPolice.Info().Phone,
		"Mind": fraud.DeskTeleMANAS.Info().Phone,
	}
}

// Two citizens side by side read their own languages, and what one does is not seen by
// the other, before and after the page is loaded anew.
func browseTwoCitizens(t *testing.T, browser context.Context, words *locales.Catalogue) {
	p := openPage(t, browser, testStage(t, staging{}), 1000, 800)
	meera := p.addCitizen(words, sandbox.Profile{First: "Meera", Lang: "en"})
	ramesh := p.addCitizen(words, sandbox.Profile{First: "Ramesh", Lang: "hi"})
	meera.start()
	meera.sees("home", helplines())
	ramesh.start()
	ramesh.sees("home", helplines())

	before := ramesh.shown()
	meera.press("btn.home_lost")
	meera.sees("card.1930")
	meera.until(meera.button(meera.text("btn.prepare_loss")))
	if now := ramesh.shown(); now != before {
		t.Errorf("the other's chat changed from\n%s\nto\n%s", before, now)
	}
	p.do(chromedp.Reload())
	p.until("document.querySelectorAll('.phone').length === 2")
	meera.sees("card.1930")
	ramesh.sees("home", helplines())
}

// Telegram says 429 once: the reply comes after the wait, and once.
func browseTooMany(t *testing.T, browser context.Context, words *locales.Catalogue) {
	p := openPage(t, browser, testStage(t, staging{}), 1300, 800)
	w := p.addCitizen(words, sandbox.Profile{First: "Farhan", Lang: "en"})
	w.start()
	w.sees("home", helplines())

	p.click(testid("faults"))
	p.setFault("retry_after", "1")
	p.setFault("too_many", "1")
	w.say("/help")
	w.sees("help", helplines())
	p.until("[...document.querySelectorAll('.faults .log li.bad')].some((li) => /^429.*sendMessage/.test(probe.plain(li)))")
	if n := inPage[int](p, fmt.Sprintf("probe.fresh(%d).length", w.id)); n != 1 {
		t.Errorf("%d messages came, want one", n)
	}
}

// setFault fills a field of the fault panel and waits until the server has taken it.
func (p *chatPage) setFault(name, value string) {
	p.t.Helper()
	field := testid("fault-" + name)
	p.click(field)
	inPage[bool](p, field+".select() ?? true")
	p.write(value)
	ctx, cancel := context.WithTimeout(p.ctx, pageWait)
	defer cancel()
	taken := chromedp.WaitEvent(network.ResponseReceived,
		func(e network.EventResponseReceived) bool {
			return strings.HasSuffix(e.Response.URL, "/chat/api/faults")
		},
		chromedp.KeyEvent(kb.Tab))
	if _, err := chromedp.Run(ctx, taken); err != nil {
		p.t.Fatal(err)
	}
}

// A picture sent as a file through the page's own file dialog is kept bit by bit.
func browseUpload(t *testing.T, browser context.Context, words *locales.Catalogue) {
	s := testStage(t, staging{})
	p := openPage(t, browser, s, 900, 800)
	w := p.addCitizen(words, sandbox.Profile{First: "Asha", Lang: "en"})
	picture, err := madeUpPicture("call list.png")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "call list.png")
	if err := os.WriteFile(file, picture, 0o600); err != nil {
		t.Fatal(err)
	}
	w.start()
	w.press("btn.home_suspect")
	w.press("btn.triage_none")
	w.press("btn.agree")
	w.sees("q.suspected.medium")
	w.attach("Photo", file)
	w.until(fmt.Sprintf("%s?.naturalWidth === 90", w.in("[data-from=me] img.photo")))
	w.sees("file_kept", holes{"Files": 1})
	w.attach("File", file)
	w.sees("file_kept", holes{"Files": 2})
	w.until(w.labelled("[data-from=me] .file b", "call list.png"))
	if kept := keptFile(t, s, w.id, 1); !bytes.Equal(kept, picture) {
		t.Errorf("kept %d bytes, sent %d", len(kept), len(picture))
	}
}

// attach sends a file from the paperclip's menu.
func (w *webPhone) attach(kind, file string) {
	w.t.Helper()
	w.mark()
	w.do(protocol(page.SetInterceptFileChooserDialog, page.SetInterceptFileChooserDialogParams{Enabled: true}))
	w.click(w.in("[data-testid=attach]"))
	w.click(w.labelled("[role=menuitem]", kind))
	ctx, cancel := context.WithTimeout(w.ctx, pageWait)
	defer cancel()
	select {
	case dialog := <-w.chooser:
		w.do(protocol(dom.SetFileInputFiles, dom.SetFileInputFilesParams{Files: []string{file}, BackendNodeID: dialog.BackendNodeID}))
	case <-ctx.Done():
		w.t.Fatal("no file dialog opened")
	}
}

// keptFile is the n-th file of the citizen's draft, once it is fetched.
func keptFile(t *testing.T, s *stage, chat int64, n int) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), pageWait)
	defer cancel()
	if err := s.parts.store.settled(ctx, chat); err != nil {
		t.Fatal(err)
	}
	all, err := s.parts.store.Everything(ctx, chat)
	if err != nil {
		t.Fatal(err)
	}
	evidence := all.Session.Drafts[all.Session.Active].Evidence
	if len(evidence) <= n {
		t.Fatalf("%d files are kept", len(evidence))
	}
	r, err := s.parts.store.OpenBlob(ctx, chat, evidence[n].ID)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// A link in a message is opened by nobody: not by the bot, and by the page only when
// asked twice. The bot's answer does not repeat it as a link.
func browseLink(t *testing.T, browser context.Context, words *locales.Catalogue) {
	var visits atomic.Int64
	trap := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visits.Add(1) }))
	t.Cleanup(trap.Close)
	address := trap.URL + "/kyc"

	p := openPage(t, browser, testStage(t, staging{}), 900, 800)
	w := p.addCitizen(words, sandbox.Profile{First: "Asha", Lang: "en"})
	w.start()
	w.say("They told me to open " + address + " for my KYC")
	w.sees("btn.triage_none")
	w.click(w.in("[data-from=me] .text a"))
	p.until(fmt.Sprintf("document.querySelector('#link-dialog[open] .address')?.textContent === %s", jsString(address)))
	p.click("document.querySelector('#link-dialog button[value=cancel]')")
	p.until("!document.querySelector('dialog[open]')")
	if n := inPage[int](p, fmt.Sprintf("probe.fresh(%d).filter((m) => m.querySelector('a[href*=kyc]')).length", w.id)); n != 0 {
		t.Errorf("the bot made a link of it %d times", n)
	}
	tabs, err := chromedp.Targets(p.ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, tab := range tabs {
		if strings.HasPrefix(tab.URL, trap.URL) {
			t.Errorf("a tab shows %s", tab.URL)
		}
	}
	if n := visits.Load(); n != 0 {
		t.Errorf("the link was opened %d times", n)
	}
}

// Tab and Enter are enough to start a chat and to press a button.
func browseByKeyboard(t *testing.T, browser context.Context, words *locales.Catalogue) {
	s := testStage(t, staging{})
	asha := s.enter(7001, sandbox.Profile{First: "Asha", Lang: "en"})
	p := openPage(t, browser, s, 900, 800)
	w := &webPhone{chatPage: p, id: asha.citizen.ID(), words: words, lang: "en"}
	w.until(w.in("[data-testid=start]:not([hidden])"))
	w.tabTo(w.in("[data-testid=start]"))
	w.key(kb.Enter)
	w.sees("home", helplines())
	w.mark()
	w.tabTo(w.button(w.text("btn.home_lost")))
	w.key(kb.Enter)
	w.sees("card.1930")
}

// tabTo presses Tab until the element has the focus.
func (w *webPhone) tabTo(find string) {
	w.t.Helper()
	const most = 60
	for range most {
		if inPage[bool](w.chatPage, "document.activeElement === "+find) {
			return
		}
		w.key(kb.Tab)
	}
	w.t.Fatalf("%d times Tab does not reach %s", most, find)
}
