package bot

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/locales"
	"satark/store"
)

// Options are what a Bot is made of. Token, Store, Dialogue, Words, Packs, Blobs
// and Numbers are required; everything else has a default.
type Options struct {
	Token      string
	APIURL     string       // Bot API server without a trailing slash; "" is Telegram's
	HTTPClient *http.Client // nil: one with enough idle connections for the sender

	Store    Store
	Dialogue Dialogue
	Words    Words
	Packs    Packs
	Blobs    Blobs
	Numbers  func() (fraud.Number, error) // a fresh, unguessable report number

	Log   *slog.Logger     // nil: discarded
	Clock func() time.Time // nil: time.Now. The clock of all that is stored; pacing has its own

	Keep      Keep // how long what is held outlives its citizen's last word
	VaultDays int  // for how many days the store keeps a sealed copy of whom it forgets; 0: it keeps none

	Rate      float64 // messages a second to all chats, of all replicas together; 0: 30
	ChatRate  float64 // messages a second to one chat; 0: 1
	ChatBurst int     // messages a chat may get at once after silence; 0: 6

	PersonBurst int           // updates of one person that are handled at once; 0: 100, below 0: any number
	PersonEvery time.Duration // and one more every so long; 0: 2 s

	Beat time.Duration // between two signs of life to the store; 0: 3 s. Some must fit into the store's Life

	WebhookURL    string // public https address; "" polls
	WebhookSecret string // required with WebhookURL
}

// Store is what the bot asks of package store.
type Store interface {
	Load(ctx context.Context, chat int64) (*store.Chat, error)
	Commit(ctx context.Context, t *store.Turn) error
	Lease(ctx context.Context, now time.Time, limit int, hold time.Duration) ([]store.Delivery, error)
	Mark(ctx context.Context, marks []store.Mark) error
	Report(ctx context.Context, chat int64, n fraud.Number) (fraud.Report, error)
	Everything(ctx context.Context, chat int64) (store.Everything, error)
	Forget(ctx context.Context, chat int64) error
	PurgeVault(ctx context.Context) (int, error)
	Each(ctx context.Context, fn func(store.Held) error) error
	Trim(ctx context.Context, chat int64, what store.Trimming) error
	Park(ctx context.Context, p store.Parked) error
	ParkedList(ctx context.Context) ([]store.Parked, error)
	Unpark(ctx context.Context, id string) error
	Beat(ctx context.Context) (store.Standing, error)
	Leave(ctx context.Context) error
	Alive() time.Time
	Spend(ctx context.Context, chat int64, what string, every time.Duration, burst int) (time.Duration, error)
}

// Dialogue decides what is said. It is pure: the same session and input give the
// same outcome.
type Dialogue interface {
	Step(s dialogs.Session, in dialogs.Input) dialogs.Outcome
	// Expecting says what the question on the screen asks for.
	Expecting(s dialogs.Session) fraud.Expect
}

// Words turns catalogue keys into what a citizen reads. Text and Plural return an
// error for a missing message or value, never another language.
type Words interface {
	Text(tag, key string, args map[string]any) (string, error)
	Plural(tag, key string, count int, args map[string]any) (string, error)
	Match(code string) (tag string, ok bool)
	Languages() []locales.Language
	Date(tag string, t time.Time) (string, error)
	DateTime(tag string, t time.Time) (string, error)
	// Isolate keeps s in one piece inside right-to-left text.
	Isolate(tag, s string) string
}

// Packs renders what can be filed officially with a report, in the order it is to
// be sent.
type Packs func(r fraud.Report, lang string, now time.Time) ([]Pack, error)

// Pack is one message of a pack.
type Pack struct {
	HTML  string // Telegram HTML
	Copy  string // what a copy button copies, at most 256 characters; "" for none
	Links []Link // buttons, one a row
}

// Link is a button that opens an address.
type Link struct{ Label, URL string }

// Blobs keeps the bytes of evidence, sealed with the key of its owner. PutBlob
// under an id that exists replaces it; OpenBlob returns store.ErrNotFound when there is
// nothing under an id.
type Blobs interface {
	PutBlob(ctx context.Context, chat int64, id string, r io.Reader) (int64, error)
	OpenBlob(ctx context.Context, chat int64, id string) (io.ReadCloser, error)
}

// errOptions is a Bot that cannot be made.
var errOptions = errors.New("bot: options")

const telegramAPI = "https://api.telegram.org"

func (o Options) withDefaults() Options {
	if o.APIURL == "" {
		o.APIURL = telegramAPI
	}
	if o.HTTPClient == nil {
		o.HTTPClient = newHTTPClient()
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Rate <= 0 {
		o.Rate = 30
	}
	if o.ChatRate <= 0 {
		o.ChatRate = 1
	}
	if o.ChatBurst <= 0 {
		o.ChatBurst = 6
	}
	if o.PersonBurst == 0 {
		o.PersonBurst = personBurst
	}
	if o.PersonEvery <= 0 {
		o.PersonEvery = personEvery
	}
	if o.Beat <= 0 {
		o.Beat = 3 * time.Second
	}
	return o
}

func (o Options) check() error {
	missing := map[string]bool{
		"token": o.Token == "", "store": o.Store == nil, "dialogue": o.Dialogue == nil, "words": o.Words == nil,
		"packs": o.Packs == nil, "blobs": o.Blobs == nil, "numbers": o.Numbers == nil,
		"webhook secret": o.WebhookURL != "" && o.WebhookSecret == "",
	}
	var faults []error
	for what, is := range missing {
		if is {
			faults = append(faults, errors.New(what+" is missing"))
		}
	}
	if faults == nil {
		return nil
	}
	return errors.Join(append([]error{errOptions}, faults...)...)
}
