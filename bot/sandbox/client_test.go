package sandbox

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

func clientOf(r *rig) (*Client, context.Context) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	r.t.Cleanup(cancel)
	return &Client{Base: r.web.URL, HTTP: r.web.Client()}, ctx
}

func TestClient(t *testing.T) {
	r := newRig(t, Options{}).listen()
	c, ctx := clientOf(r)
	id, err := c.AddCitizen(ctx, 0, Profile{First: "Meena", Lang: "ta"})
	if err != nil || id == 0 || id == ashaID {
		t.Fatalf("%d %v", id, err)
	}
	update, err := c.Say(ctx, id, "வணக்கம்")
	if err != nil || update == 0 {
		t.Fatalf("%d %v", update, err)
	}
	if done, err := c.Acknowledged(ctx, update); done || err != nil {
		t.Errorf("acknowledged before anyone asked: %v %v", done, err)
	}
	waited := make(chan error, 1)
	go func() {
		_, err := c.Wait(ctx, id, func(list []Message) bool { return len(list) == 2 && list[1].FromBot })
		waited <- err
	}()
	r.must(nil, "sendMessage", params{"chat_id": id, "text": "hello", "reply_markup": inline(params{"text": "Yes", "callback_data": "y"})})
	if err := <-waited; err != nil {
		t.Fatal(err)
	}
	if _, err := c.PressLabel(ctx, id, "Yes"); err != nil {
		t.Error(err)
	}
	if _, err := c.PressLabel(ctx, id, "No"); !errors.Is(err, ErrNoButton) {
		t.Errorf("a button that is not there: %v", err)
	}
	files := []Attachment{{Kind: KindDocument, Name: "a.txt", Data: []byte("abc")}}
	if _, err := c.Do(ctx, id, Act{Kind: ActSend, Files: files}); err != nil {
		t.Fatal(err)
	}
	screen, err := c.Screen(ctx, id)
	if err != nil || len(screen.Messages) != 3 {
		t.Fatalf("%+v %v", screen, err)
	}
	if data, err := c.File(ctx, screen.Messages[2].File.ID); err != nil || string(data) != "abc" {
		t.Errorf("%q %v", data, err)
	}
	r.poll(params{"offset": update + 1})
	if done, err := c.Acknowledged(ctx, update); !done || err != nil {
		t.Errorf("acknowledged: %v %v", done, err)
	}
	if err := errors.Join(c.SetFaults(ctx, Faults{TooMany: 1}), c.SetChatFaults(ctx, id, Faults{Blocked: true})); err != nil {
		t.Fatal(err)
	}
	if r.Faults().TooMany != 1 || !r.Citizens()[1].Faults().Blocked {
		t.Errorf("faults %+v %+v", r.Faults(), r.Citizens()[1].Faults())
	}
	if calls, err := c.Calls(ctx); err != nil || len(calls) != 1 {
		t.Errorf("calls %+v %v", calls, err)
	}
	if _, err := c.Screen(ctx, 999); err == nil {
		t.Error("a citizen who is not there has a screen")
	}
}

func TestWaitEndsWithContext(t *testing.T) {
	r := newRig(t, Options{}).listen()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	never := func([]Message) bool { return false }
	if err := r.asha.Wait(ctx, never); !errors.Is(err, context.Canceled) {
		t.Errorf("Go: %v", err)
	}
	c, _ := clientOf(r)
	if _, err := c.Wait(ctx, ashaID, never); !errors.Is(err, context.Canceled) {
		t.Errorf("HTTP: %v", err)
	}
}

// events reads a stream and hands its events on as "name data".
func events(t *testing.T, r *rig, query string) <-chan string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, "GET", r.web.URL+"/chat/api/events?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := r.web.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	out := make(chan string, 100)
	go func() {
		defer resp.Body.Close()
		lines, name := bufio.NewScanner(resp.Body), ""
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if n, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				name = n
			}
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				out <- name + " " + data
			}
		}
	}()
	return out
}

// nextScreen skips to the next screen event.
func nextScreen(t *testing.T, stream <-chan string) Screen {
	t.Helper()
	timeout := time.After(20 * time.Second)
	for {
		select {
		case event := <-stream:
			data, ok := strings.CutPrefix(event, "screen ")
			if !ok {
				continue
			}
			var screen Screen
			if err := json.Unmarshal([]byte(data), &screen); err != nil {
				t.Fatal(err)
			}
			return screen
		case <-timeout:
			t.Fatal("no screen came")
		}
	}
}

func TestEvents(t *testing.T) {
	r := newRig(t, Options{}).listen()
	r.Citizen(7002, Profile{First: "Imran"}).Say("not watched")
	m := r.send("one", nil)
	stream := events(t, r, "citizen=7001")
	if first := nextScreen(t, stream); first.ID != ashaID || len(first.Messages) != 1 {
		t.Fatalf("%+v", first)
	}
	r.send("two", nil)
	if second := nextScreen(t, stream); len(second.Messages) != 1 || second.Messages[0].Text != "two" {
		t.Errorf("only what changed is sent: %+v", second.Messages)
	}
	r.must(nil, "deleteMessage", params{"chat_id": ashaID, "message_id": m.MessageID})
	if third := nextScreen(t, stream); len(third.Messages) != 1 || !third.Messages[0].Deleted {
		t.Errorf("%+v", third.Messages)
	}
}

func TestPageHeaders(t *testing.T) {
	r := newRig(t, Options{}).listen()
	for path, kind := range map[string]string{"/": "text/html", "/chat/static/chat.js": "text/javascript", "/chat/static/column.js": "text/javascript", "/chat/static/chat.css": "text/css"} {
		resp, err := r.web.Client().Get(r.web.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), kind) {
			t.Errorf("%s: %s %s %v", path, resp.Status, resp.Header.Get("Content-Type"), err)
		}
		policy := resp.Header.Get("Content-Security-Policy")
		if !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: policy %q", path, policy)
		}
		if path == "/" && (strings.Contains(string(body), "style=") || strings.Contains(string(body), "onclick")) {
			t.Error("the page has something inline")
		}
	}
}

func TestOtherSitesCannotAct(t *testing.T) {
	r := newRig(t, Options{}).listen()
	req, err := http.NewRequest("POST", r.web.URL+"/chat/api/citizens/7001/act", strings.NewReader(`{"kind":"say","text":"a"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", "https://elsewhere.example")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	resp, err := r.web.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden || len(r.asha.Messages()) != 0 {
		t.Errorf("%s, %d messages", resp.Status, len(r.asha.Messages()))
	}
}

func TestFilesAreNotPages(t *testing.T) {
	r := newRig(t, Options{}).listen()
	r.asha.SendDocument("x.html", "text/html", []byte("<script>alert(1)</script>"))
	r.asha.SendPhoto("x.png", picture(t, 40, 40))
	for i, want := range []string{"application/octet-stream", "image/png"} {
		resp, err := r.web.Client().Get(r.web.URL + "/chat/api/files/" + r.asha.Messages()[i].File.ID)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if got := resp.Header.Get("Content-Type"); got != want || resp.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("file %d is served as %q", i, got)
		}
	}
}
