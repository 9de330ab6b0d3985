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

// cage is an office in which everything fails with the citizen's words in its mouth.
type cage struct {
	*office
	wire   *wire
	leaky  *leaky
	c      *sandbox.Citizen
	faults []error
}

func newCage(t *testing.T) *cage {
	g := &cage{office: newOffice(t, dialogs.Promises{})}
	g.wire, g.leaky = &wire{next: g.line}, &leaky{faulty: g.store}
	g.opt.HTTPClient, g.opt.Store, g.opt.Dialogue, g.opt.Keep = &http.Client{Transport: g.wire}, g.leaky, sayer{g.opt.Dialogue}, usual
	g.start()
	g.c = g.server.Citizen(41, sandbox.Profile{First: "Kanariya", Last: "Devi", Lang: "en"})
	return g
}

// report is made with secrets among its words, while the store and Telegram fail.
func (g *cage) report() {
	g.does(g.c, "/start", "⚠️ Suspicious call or message", "✅ No, nothing lost or shared", "✅ I am 18 or older and agree", "📞 Phone call", "98765 43219")
	g.leaky.breaks("commit", 2)
	echo := true
	g.wire.refuses(func(method string) string {
		if method != "sendMessage" || !echo {
			return ""
		}
		echo = false
		return "Bad Request: can't parse entities: zebrafish 9876543219 Kanariya Devi"
	})
	g.does(g.c, "zebrafish bank KYC expired, Aadhaar 2341 2341 2346, my otp is 739154, card 4111 1111 1111 1111", "Today")
	g.wire.refuses(nil)
	g.acknowledged(g.c.SendDocument("zebrafish-statement.txt", "text/plain", []byte("statement of Kanariya Devi")))
	g.done(g.c)
	g.does(g.c, "✔ Finish my report")
}

// park parks a turn that panics with the words, and files that Telegram refuses for good.
func (g *cage) park() {
	g.leaky.breaks("park", 1)
	g.acknowledged(g.c.Say("panic now zebrafish 9876543219"))
	g.wire.refuses(func(method string) string {
		if method == "sendDocument" {
			return "Bad Request: zebrafish-statement of Kanariya Devi is wrong"
		}
		return ""
	})
	g.leaky.breaks("everything", 1)
	g.does(g.c, "/mydata")
	g.wire.refuses(nil)
	parked, err := g.store.ParkedList(g.t.Context())
	if err != nil || len(parked) < 2 {
		g.t.Fatalf("parked %d, %v\n%s", len(parked), err, g.log.String())
	}
	for _, p := range parked {
		g.faults = append(g.faults, errors.New(p.Cause))
	}
	g.does(g.c, "/mydata")
}

// fallSilent is warned of, and erases, with walks that fail; then all is forgotten.
func (g *cage) fallSilent() {
	g.later(335)
	g.leaky.breaks("commit", 1)
	g.faults = append(g.faults, g.bot.walk(g.t.Context()))
	g.later(0) // what was committed without our knowing is given back at the end
	g.walk()
	g.later(30)
	g.leaky.breaks("trim", 1)
	g.faults = append(g.faults, g.bot.walk(g.t.Context()))
	g.walk()
	g.leaky.breaks("forget", 1)
	g.does(g.c, "/forget", "🗑 Yes, erase everything")
	g.until("the last word", func() bool { return hears(g.c, "Erased") })
	_, err := g.bot.api.download(g.t.Context(), "zebrafish-statement")
	g.faults = append(g.faults, err, g.bot.api.send(g.t.Context(), 999, Outgoing{Method: methodSend, Text: "zebrafish"}))
}

// A whole life of a citizen with everything that can go wrong, and then the search: logs,
// metrics, errors, addresses and the disk hold nothing of theirs, and no secret.
func TestNoCanaryLeavesItsCage(t *testing.T) {
	g := newCage(t)
	g.report()
	g.park()
	g.fallSilent()

	var metrics bytes.Buffer
	g.bot.WriteMetrics(&metrics)
	searched := map[string]string{"the log": g.log.String(), "the metrics": metrics.String(), "an address": g.wire.seen(), "an error": fmt.Sprint(g.faults)}
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
		t.Log(g.log.String())
	}
	g.stop()
	var words []string
	for what, canary := range canaries {
		if what != "the number of the report" {
			words = append(words, canary)
		}
	}
	g.searchDisk(words)
}
