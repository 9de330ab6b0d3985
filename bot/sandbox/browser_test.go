package sandbox

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser opens a page in a headless Chromium; the test is skipped where there is
// none. Anything the page throws fails the test.
func browser(t *testing.T, url string) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		const remedy = "no Chromium found: apt-get install chromium"
		if os.Getenv("SATARK_TEST_NO_SKIP") == "1" {
			t.Fatal(remedy)
		}
		t.Skip(remedy)
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.UserDataDir(t.TempDir()), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true), chromedp.WindowSize(1200, 900))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	steps(t, ctx, chromedp.Navigate("about:blank"))
	if err := chromedp.Listen(ctx, func(event any) {
		if e, ok := event.(*runtime.EventExceptionThrown); ok {
			t.Errorf("the page threw: %s %v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception)
		}
	}); err != nil {
		t.Fatal(err)
	}
	steps(t, ctx, chromedp.Navigate(url))
	return ctx
}

func steps(t *testing.T, ctx context.Context, list ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	for i, step := range list {
		if err := chromedp.Do(ctx, step); err != nil {
			t.Fatalf("step %d: %v", i+1, err)
		}
	}
}

// until waits until an expression holds in the page.
func until(expression string) chromedp.Action[chromedp.Void] {
	return chromedp.Poll[chromedp.Void](expression)
}

// in is a selector within Asha's column.
func in(testID string) chromedp.CSS {
	return chromedp.CSS(fmt.Sprintf("[data-citizen='%d'] [data-testid='%s']", ashaID, testID))
}

// answering is a bot that replies to /start with a keyboard, to a press with a
// toast and an edit, and to all else with what it read.
func answering(r *rig, stop <-chan struct{}) {
	for offset := 0; ; {
		var list []struct {
			ID       int           `json:"update_id"`
			Message  *wireMessage  `json:"message"`
			Callback *wireCallback `json:"callback_query"`
		}
		r.must(&list, "getUpdates", params{"offset": offset, "timeout": 50})
		for _, u := range list {
			offset = u.ID + 1
			switch {
			case u.Callback != nil:
				r.must(nil, "answerCallbackQuery", params{"callback_query_id": u.Callback.ID, "text": "Noted"})
				r.must(nil, "editMessageText", params{"chat_id": ashaID, "message_id": u.Callback.Message.MessageID, "text": "You said yes"})
			case u.Message.Text == "/start":
				r.must(nil, "sendMessage", params{"chat_id": ashaID, "text": "<b>Lost money?</b> Call <code>1930</code>", "parse_mode": "HTML",
					"reply_markup": inline(params{"text": "Yes", "callback_data": "y"})})
			default:
				r.must(nil, "sendMessage", params{"chat_id": ashaID, "text": "I read: " + u.Message.Text + u.Message.Caption})
			}
		}
		select {
		case <-stop:
			return
		default:
		}
	}
}

func TestChatPage(t *testing.T) {
	r := newRig(t, Options{Clock: time.Now}).listen()
	r.must(nil, "setMyDescription", params{"description": "Unofficial helper"})
	r.must(nil, "setMyCommands", params{"commands": []params{{"command": "lost", "description": "I lost money"}}})
	stop, stopped := make(chan struct{}), make(chan struct{})
	ctx := browser(t, r.web.URL)
	go func() { defer close(stopped); answering(r, stop) }()
	defer func() { close(stop); r.Close(); <-stopped }()

	// The bot's own words before the first message, then Start.
	steps(t, ctx,
		until(`document.querySelector("[data-citizen='7001'] .intro")?.innerText.includes("Unofficial helper")`),
		chromedp.Click(in("start")), chromedp.WaitVisible(in("inline-button")),
		until(`document.querySelector("[data-from='bot'] [data-testid='message-text'] b")?.textContent === "Lost money?"`),
		until(`document.querySelector("[data-from='bot'] code")?.textContent === "1930"`),
		chromedp.Click(in("inline-button")), chromedp.WaitVisible(in("toast")),
		until(`[...document.querySelectorAll("[data-testid='message-text']")].some(n => n.textContent === "You said yes")`),
		chromedp.WaitNotPresent(in("inline-button")),
	)
	// Typing, with what would be markup elsewhere.
	steps(t, ctx,
		chromedp.SendKeys(in("composer"), "<img src=x onerror=alert(1)> क्या?"), chromedp.Click(in("send")),
		until(`[...document.querySelectorAll("[data-from='bot'] [data-testid='message-text']")].some(n => n.textContent === "I read: <img src=x onerror=alert(1)> क्या?")`),
		chromedp.Click(in("menu")), chromedp.WaitVisible(in("commands")),
		until(`document.querySelector("[data-testid='commands']")?.textContent === "/lostI lost money"`),
	)
	// A message that the bot deletes goes from the screen; a share button shares.
	m := r.send("gone soon", params{"reply_markup": params{"keyboard": [][]params{{{"text": "Share", "request_contact": true}}}}})
	gone := chromedp.CSS(fmt.Sprintf("[data-message-id='%d']", m.MessageID))
	steps(t, ctx, chromedp.WaitVisible(gone), chromedp.Click(in("share-contact")))
	r.must(nil, "deleteMessage", params{"chat_id": ashaID, "message_id": m.MessageID})
	steps(t, ctx, chromedp.WaitNotPresent(gone))
	if err := r.asha.Wait(ctx, func(list []Message) bool {
		for _, m := range list {
			if m.Contact != nil && m.Contact.UserID == ashaID {
				return true
			}
		}
		return false
	}); err != nil {
		t.Error("the number was not shared")
	}
}

func TestChatPageFaults(t *testing.T) {
	r := newRig(t, Options{}).listen()
	r.asha.Say("hello")
	ctx := browser(t, r.web.URL)
	steps(t, ctx,
		chromedp.Click(chromedp.CSS("[data-testid='faults']")),
		chromedp.Click(chromedp.CSS("[data-testid='fault-blocked']")),
		until(`fetch("/chat/api/faults").then(r => r.json()).then(f => f.blocked)`),
	)
	if code, got := r.call("sendMessage", hello); code != 403 || !strings.Contains(got.Description, "blocked") {
		t.Errorf("%d %q", code, got.Description)
	}
	steps(t, ctx,
		until(`document.querySelector(".log .bad")?.textContent.startsWith("403sendMessage")`),
		chromedp.Click(chromedp.CSS("[data-testid='clear-faults']")),
		until(`document.querySelector("[data-testid='fault-blocked']")?.checked === false`),
	)
}
