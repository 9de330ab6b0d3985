package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"satark/bot/sandbox"
	"satark/dialogs"
	"satark/store"
)

// canaries are a citizen's name, number and words, secrets, and the bot's token: they may be
// with the citizen, sealed in the store, and on the way to Telegram, and nowhere else.
var canaries = map[string]string{
	"name": "Kanariya Devi", "phone": "9876543219", "phone as shown": "98765 43219", "Aadhaar": "234123412346", "Aadhaar as shown": "2341 2341 2346",
	"card": "4111111111111111", "OTP": "739154", "words": "zebrafish", "file": "zebrafish-statement", "the number of the report": "SK-",
	"token": "secretSECRET",
}

// wire sees every request, and can answer in Telegram's place.
type wire struct {
	next http.RoundTripper

	mu     sync.Mutex
	urls   []string
	answer func(method string) string // a description to refuse with; "" lets it through
}

func (w *wire) RoundTrip(req *http.Request) (*http.Response, error) {
	method := req.URL.Path[strings.LastIndex(req.URL.Path, "/")+1:]
	w.mu.Lock()
	w.urls = append(w.urls, strings.ReplaceAll(req.URL.String(), rigToken, "TOKEN"))
	refuse := ""
	if w.answer != nil {
		refuse = w.answer(method)
	}
	w.mu.Unlock()
	if refuse == "" {
		return w.next.RoundTrip(req)
	}
	body, err := json.Marshal(map[string]any{"ok": false, "error_code": 400, "description": refuse})
	if err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: http.StatusBadRequest, Status: "400 Bad Request", Header: http.Header{"Content-Type": {"application/json"}},
		Body: io.NopCloser(bytes.NewReader(body)), Request: req, ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

func (w *wire) refuses(answer func(method string) string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answer = answer
}

func (w *wire) seen() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return strings.Join(w.urls, "\n")
}

// leaky is a store whose errors hold what a driver might put into them.
type leaky struct {
	*faulty
	mu   sync.Mutex
	fail map[string]int
}

func (l *leaky) errs(method string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail[method] == 0 {
		return nil
	}
	l.fail[method]--
	var all []string
	for _, c := range canaries {
		all = append(all, c)
	}
	return errors.New("driver: cannot write " + strings.Join(all, " "))
}

func (l *leaky) breaks(method string, n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fail == nil {
		l.fail = map[string]int{}
	}
	l.fail[method] = n
}

func (l *leaky) Commit(ctx context.Context, t *store.Turn) error {
	return errors.Join(l.errs("commit"), l.faulty.Commit(ctx, t))
}

func (l *leaky) Everything(ctx context.Context, chat int64) (store.Everything, error) {
	if err := l.errs("everything"); err != nil {
		return store.Everything{}, err
	}
	return l.faulty.Everything(ctx, chat)
}

func (l *leaky) Forget(ctx context.Context, chat int64) error {
	if err := l.errs("forget"); err != nil {
		return err
	}
	return l.faulty.Forget(ctx, chat)
}

func (l *leaky) Trim(ctx context.Context, chat int64, what store.Trimming) error {
	if err := l.errs("trim"); err != nil {
		return err
	}
	return l.faulty.Trim(ctx, chat, what)
}

func (l *leaky) Park(ctx context.Context, p store.Parked) error {
	if err := l.errs("park"); err != nil {
		return err
	}
	return l.faulty.Park(ctx, p)
}

// sayer panics with the citizen's words when told to.
type sayer struct{ Dialogue }

func (s sayer) Step(session dialogs.Session, in dialogs.Input) dialogs.Outcome {
	if strings.Contains(in.Text, "panic now") {
		panic("cannot parse " + in.Text)
	}
	return s.Dialogue.Step(session, in)
}

// A whole life of a citizen with everything that can go wrong, and then the search: logs,
// metrics, errors and addresses hold nothing of theirs, and no secret.
func TestNoCanaryLeavesItsCage(t *testing.T) {
	o := newOffice(t, dialogs.Promises{})
	w, l := &wire{next: o.line}, &leaky{faulty: o.store}
	o.opt.HTTPClient, o.opt.Store, o.opt.Dialogue, o.opt.Keep = &http.Client{Transport: w}, l, sayer{o.opt.Dialogue}, usual
	o.start()
	c := o.server.Citizen(41, sandbox.Profile{First: "Kanariya", Last: "Devi", Lang: "en"})
	var faults []error
	step := func(what string, err error) {
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", what, err))
		}
	}

	// A report, with secrets among its words, while the store and Telegram fail with the
	// citizen's own words in their mouths.
	o.does(c, "/start", "⚠️ Suspicious call or message", "✅ No, nothing lost or shared", "✅ I am 18 or older and agree", "📞 Phone call", "98765 43219")
	l.breaks("commit", 2)
	echo := true
	w.refuses(func(method string) string {
		if method != "sendMessage" || !echo {
			return ""
		}
		echo = false
		return "Bad Request: can't parse entities: zebrafish 9876543219 Kanariya Devi"
	})
	o.does(c, "zebrafish bank KYC expired, Aadhaar 2341 2341 2346, my otp is 739154, card 4111 1111 1111 1111", "Today")
	w.refuses(nil)
	o.acknowledged(c.SendDocument("zebrafish-statement.txt", "text/plain", []byte("statement of Kanariya Devi")))
	o.done(c)
	o.does(c, "✔ Finish my report")

	// A turn that panics with the words, a message that Telegram refuses for good, and the
	// parking of both.
	l.breaks("park", 1)
	o.acknowledged(c.Say("panic now zebrafish 9876543219"))
	w.refuses(func(method string) string {
		if method == "sendDocument" {
			return "Bad Request: zebrafish-statement of Kanariya Devi is wrong"
		}
		return ""
	})
	l.breaks("everything", 1)
	o.does(c, "/mydata")
	w.refuses(nil)
	parked, err := o.store.ParkedList(t.Context())
	if err != nil || len(parked) < 2 {
		t.Fatalf("parked %d, %v\n%s", len(parked), err, o.log.String())
	}
	for _, p := range parked {
		faults = append(faults, errors.New(p.Cause))
	}
	o.does(c, "/mydata")

	// Silence, with a walk that fails, and the end of it all.
	o.later(335)
	l.breaks("commit", 1)
	step("walk", o.bot.walk(t.Context()))
	o.later(0) // what was committed without our knowing is given back at the end
	o.walk()
	o.later(30)
	l.breaks("trim", 1)
	step("walk", o.bot.walk(t.Context()))
	o.walk()
	l.breaks("forget", 1)
	o.does(c, "/forget", "🗑 Yes, erase everything")
	o.until("the last word", func() bool { return hears(c, "Erased") })
	_, err = o.bot.api.download(t.Context(), "zebrafish-statement")
	step("download", err)
	step("send", o.bot.api.send(t.Context(), 999, Outgoing{Method: methodSend, Text: "zebrafish"}))

	var metrics bytes.Buffer
	o.bot.WriteMetrics(&metrics)
	searched := map[string]string{"the log": o.log.String(), "the metrics": metrics.String(), "an address": w.seen(), "an error": fmt.Sprint(faults)}
	for where, text := range searched {
		if len(text) < 20 {
			t.Errorf("%s holds nothing at all: %q", where, text)
		}
		for what, canary := range canaries {
			if strings.Contains(text, canary) {
				t.Errorf("%s holds the %s, %q", where, what, canary)
			}
		}
	}
	if t.Failed() {
		t.Log(o.log.String())
	}
	o.stop()
	var words []string
	for what, canary := range canaries {
		if what != "the number of the report" {
			words = append(words, canary)
		}
	}
	o.searchDisk(words)
}
