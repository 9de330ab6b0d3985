package bot

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/dialogs"
	"satark/fraud"
	"satark/locales"
	"satark/store"
	"satark/store/seal"
	"satark/store/sqlitestore"
)

// rig is a bot against a pretend Telegram and a real store, with a dialogue that
// echoes.
type rig struct {
	t        testing.TB
	server   *sandbox.Server
	url      string
	dir      string
	engine   *society
	store    *faulty
	blobs    *blobs
	dialogue *echo
	log      *logged
	opt      Options
	bot      *Bot
	line     *phone
}

const rigToken = "1930001:AAsecretSECRETsecretSECRETsecretSECR"

// newRig makes everything but does not start the bot, so that a test can set faults and
// options first.
func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{t: t, line: newPhone(), dir: t.TempDir(), blobs: &blobs{kept: map[string][]byte{}}, dialogue: &echo{}, log: &logged{}}
	r.server = sandbox.New(sandbox.Options{Token: rigToken, Backoff: func(int) time.Duration { return 5 * time.Millisecond }})
	api := httptest.NewServer(r.server.Handler())
	t.Cleanup(func() { r.server.Close(); api.Close() })
	r.url = api.URL
	r.open()
	t.Cleanup(func() { _ = r.engine.Close() })
	r.opt = r.options()
	r.opt.APIURL, r.opt.HTTPClient = api.URL, &http.Client{Transport: r.line}
	return r
}

// options are those of a bot that is not held back by any limit.
func (r *rig) options() Options {
	return Options{
		Token: rigToken, Store: r.store, Dialogue: r.dialogue, Words: phrasebook{}, Packs: r.packs,
		Blobs: r.blobs, Numbers: func() (fraud.Number, error) { return fraud.NewNumber(rand.Reader) },
		Log: slog.New(slog.NewTextHandler(r.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Rate: 10_000, ChatRate: 10_000,
	}
}

func (r *rig) open() {
	r.t.Helper()
	engine, err := sqlitestore.Open(r.t.Context(), r.dir, sqlitestore.Options{})
	if err != nil {
		r.t.Fatal(err)
	}
	keys, _, err := sqlitestore.KeyFile(r.dir)
	if err != nil {
		r.t.Fatal(err)
	}
	operator, err := seal.NewOperator(keys...)
	if err != nil {
		r.t.Fatal(err)
	}
	shared := newSociety(engine)
	kept, err := store.Open(r.t.Context(), shared, operator, store.Options{})
	if err != nil {
		r.t.Fatal(err)
	}
	r.engine = shared
	r.store = &faulty{Store: kept}
}

// start begins to receive; the bot is stopped when the test ends.
func (r *rig) start() *rig {
	r.t.Helper()
	b, err := New(r.opt)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := b.Start(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	r.bot = b
	r.t.Cleanup(r.stop)
	return r
}

// webhook makes the bot receive by webhook instead of polling.
func (r *rig) webhook() *rig {
	var current webhookTarget
	hook := httptest.NewServer(&current)
	r.t.Cleanup(hook.Close)
	r.opt.WebhookURL, r.opt.WebhookSecret = hook.URL, "a-secret_1"
	r.start()
	current.set(r.bot)
	return r
}

func (r *rig) stop() {
	if r.bot == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := r.bot.Stop(ctx); err != nil {
		r.t.Errorf("stop: %v", err)
	}
	r.bot = nil
}

func (r *rig) citizen(id int64) *sandbox.Citizen {
	return r.server.Citizen(id, sandbox.Profile{First: "Asha", Last: "Rao", Lang: "en"})
}

// wait is a context that ends when the test has no more patience.
func (r *rig) wait() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	r.t.Cleanup(cancel)
	return ctx
}

// sees waits until the bot has said exactly want on the citizen's screen.
func (r *rig) sees(c *sandbox.Citizen, want ...string) {
	r.t.Helper()
	same := func() bool { return strings.Join(said(c), "\n--\n") == strings.Join(want, "\n--\n") }
	_ = c.Wait(r.wait(), func([]sandbox.Message) bool { return same() || len(said(c)) > len(want) })
	if !same() {
		r.t.Fatalf("the screen shows %q, want %q\nlog: %s", said(c), want, r.log.String())
	}
}

// acknowledged waits until the server has been told that updates are handled.
func (r *rig) acknowledged(ids ...int64) {
	r.t.Helper()
	if err := r.server.WaitAcknowledged(r.wait(), ids...); err != nil {
		r.t.Fatalf("updates not acknowledged: %v\nlog: %s", err, r.log.String())
	}
}

// until polls a condition of the store, which wakes nobody.
func (r *rig) until(what string, cond func() bool) {
	r.t.Helper()
	ctx := r.wait()
	for !cond() {
		if !pause(ctx, 5*time.Millisecond) {
			r.t.Fatalf("waited in vain: %s\nlog: %s", what, r.log.String())
		}
	}
}

// said is what the bot has on a screen, deleted messages left out.
func said(c *sandbox.Citizen) []string {
	var out []string
	for _, m := range c.Messages() {
		if m.FromBot && !m.Deleted {
			out = append(out, m.Text)
		}
	}
	return out
}

func (r *rig) packs(rep fraud.Report, lang string, _ time.Time) ([]Pack, error) {
	return []Pack{{HTML: "<b>pack</b> " + lang + " " + string(rep.Number), Copy: string(rep.Number), Links: []Link{{Label: "open", URL: "https://example.org/"}}}}, nil
}

// echo says what it heard, or what a test makes it say.
type echo struct {
	mu     sync.Mutex
	script func(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool)
	heard  []dialogs.Input
}

func (e *echo) does(script func(dialogs.Session, dialogs.Input) (dialogs.Outcome, bool)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.script = script
}

func (e *echo) inputs() []dialogs.Input {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]dialogs.Input(nil), e.heard...)
}

func (e *echo) Expecting(dialogs.Session) fraud.Expect { return fraud.Expect{Digits: true} }

func (e *echo) Step(s dialogs.Session, in dialogs.Input) dialogs.Outcome {
	e.mu.Lock()
	script := e.script
	e.heard = append(e.heard, in)
	e.mu.Unlock()
	if s.Lang == "" {
		s.Lang = "en"
	}
	s.Serial++
	if script != nil {
		if out, ok := script(s, in); ok {
			return out
		}
	}
	text := in.Text + in.Data
	if in.Command != "" {
		text = "/" + in.Command + " " + in.Payload
	}
	return dialogs.Outcome{Session: s, Replies: []dialogs.Reply{say("echo", dialogs.Args{"N": s.Serial, "Text": text})}}
}

func say(key string, args dialogs.Args, rows ...[]dialogs.Button) dialogs.Reply {
	return dialogs.Reply{Key: key, Args: args, Rows: rows}
}

// phrasebook is a catalogue small enough to see through.
type phrasebook struct{}

func (phrasebook) phrase(tag, key string) (string, bool) {
	if tag != "en" && tag != "ur" && tag != "brx" {
		return "", false
	}
	p, ok := map[string]string{
		"echo": "{{.N}}: {{.Text}}", "plain": "{{.Text}}", "bold": "<b>{{.Text}}</b>", "empty": " ",
		"error.turn": "sorry", "export.caption": "yours", "export.caption_json": "for machines", "forgotten": "gone", "toast": "noted", "btn.share_contact": "share", "btn.copy": "Copy",
		"btn.yes": "Yes & no", "bot.description": "long", "bot.short": "short", "name.1930": "Helpline",
		"limited": "not read", "toast.limited": "too much",
		"refused.executable": "that is a program", "refused.type": "that type is not kept", "refused.size": "too large",
	}[key]
	if !ok && (strings.HasPrefix(key, "cmd.") || strings.HasPrefix(key, "export.")) {
		return tag + " " + key, true
	}
	return p, ok
}

func (p phrasebook) Text(tag, key string, args map[string]any) (string, error) {
	text, ok := p.phrase(tag, key)
	if !ok {
		return "", fmt.Errorf("%w: %s", locales.ErrMessage, key)
	}
	for name, v := range args {
		text = strings.ReplaceAll(text, "{{."+name+"}}", fmt.Sprint(v))
	}
	if strings.Contains(text, "{{") {
		return "", fmt.Errorf("%w: %s", locales.ErrValue, key)
	}
	return text, nil
}

func (p phrasebook) Plural(tag, key string, count int, args map[string]any) (string, error) {
	text, err := p.Text(tag, key, args)
	return fmt.Sprint(count, " × ", text), err
}

func (phrasebook) Match(code string) (string, bool) { return code, code == "en" || code == "ur" }

func (phrasebook) Languages() []locales.Language {
	return []locales.Language{{Tag: "ur", Direction: locales.RightToLeft}, {Tag: "en"}, {Tag: "brx"}}
}

func (phrasebook) Date(_ string, t time.Time) (string, error) {
	return t.In(fraud.IST).Format("2006-01-02"), nil
}

func (phrasebook) DateTime(_ string, t time.Time) (string, error) {
	return t.In(fraud.IST).Format("2006-01-02 15:04"), nil
}

func (phrasebook) Isolate(tag, s string) string {
	if tag == "ur" {
		return "\u2068" + s + "\u2069"
	}
	return s
}

// faulty is a store that fails when told to.
type faulty struct {
	*store.Store
	dead atomic.Bool // nothing reaches it
	mu   sync.Mutex
	fail map[string]int // by method: so many calls from now, -1 until taken back
	does map[string]int // calls that reached the store
}

func (f *faulty) breaks(method string, times int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.fail == nil {
		f.fail = map[string]int{}
	}
	f.fail[method] = times
}

var errBroken = fmt.Errorf("disk on fire at redis://:password@host")

func (f *faulty) broken(method string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.does == nil {
		f.does = map[string]int{}
	}
	f.does[method]++
	if f.dead.Load() {
		return errBroken
	}
	if n := f.fail[method]; n != 0 {
		f.fail[method] = n - 1
		if n < 0 {
			f.fail[method] = n
		}
		return errBroken
	}
	return nil
}

func (f *faulty) calls(method string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.does[method]
}

func (f *faulty) Load(ctx context.Context, chat int64) (*store.Chat, error) {
	if err := f.broken("load"); err != nil {
		return nil, err
	}
	return f.Store.Load(ctx, chat)
}

func (f *faulty) Commit(ctx context.Context, t *store.Turn) error {
	if err := f.broken("commit"); err != nil {
		return err
	}
	if err := f.Store.Commit(ctx, t); err != nil {
		return err
	}
	if err := f.broken("answer"); err != nil { // committed, but the answer is lost
		for i := range t.Deliveries {
			t.Deliveries[i].ID, t.Deliveries[i].Leased = "", time.Time{}
		}
		return err
	}
	return nil
}

func (f *faulty) Beat(ctx context.Context) (store.Standing, error) {
	if err := f.broken("beat"); err != nil {
		return store.Standing{}, err
	}
	return f.Store.Beat(ctx)
}

func (f *faulty) Lease(ctx context.Context, now time.Time, limit int, hold time.Duration) ([]store.Delivery, error) {
	due, err := f.Store.Lease(ctx, now, limit, hold)
	if err := f.broken("lease"); err != nil { // leased, but the answer is lost
		return nil, err
	}
	return due, err
}

func (f *faulty) Mark(ctx context.Context, marks []store.Mark) error {
	if err := f.broken("mark"); err != nil {
		return err
	}
	return f.Store.Mark(ctx, marks)
}

func (f *faulty) Forget(ctx context.Context, chat int64) error {
	if err := f.broken("forget"); err != nil {
		return err
	}
	return f.Store.Forget(ctx, chat)
}

func (f *faulty) Park(ctx context.Context, p store.Parked) error {
	if err := f.broken("park"); err != nil {
		return err
	}
	return f.Store.Park(ctx, p)
}

// blobs keeps files in memory.
type blobs struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (b *blobs) PutBlob(_ context.Context, _ int64, id string, r io.Reader) (int64, error) {
	data, err := io.ReadAll(r)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.kept[id] = data
	return int64(len(data)), err
}

func (b *blobs) OpenBlob(_ context.Context, _ int64, id string) (io.ReadCloser, error) {
	data, ok := b.get(id)
	if !ok {
		return nil, store.ErrNotFound
	}
	return io.NopCloser(bytes.NewReader(data)), nil
}

func (b *blobs) get(id string) ([]byte, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	data, ok := b.kept[id]
	return data, ok
}

// logged is a log that can be read while it is written.
type logged struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
