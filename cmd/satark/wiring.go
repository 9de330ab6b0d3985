package main

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"time"

	"satark/bot"
	"satark/dialogs"
	"satark/filing"
	"satark/fraud"
	"satark/locales"
	"satark/store"
	"satark/store/blobstore"
	"satark/store/redisstore"
	"satark/store/sqlitestore"
	"satark/store/vault"
)

// seams are what a test or the demo puts in the place of the world. The zero value
// is the world.
type seams struct {
	clock   func() time.Time             // nil: time.Now
	numbers func() (fraud.Number, error) // nil: drawn from crypto/rand
	client  *http.Client                 // to the Bot API server; nil: the bot's own
	// dialogue stands between the bot and the dialogues; nil: nothing does.
	dialogue func(bot.Dialogue) bot.Dialogue
}

// parts is the program put together.
type parts struct {
	words *offered
	store *watched
	bot   *bot.Bot
}

// assemble puts the program together from the bottom up: key, engine, store, words,
// dialogues, packs, bot. The caller closes the parts.
func assemble(ctx context.Context, s Settings, with seams, log *slog.Logger) (*parts, error) {
	if with.clock == nil {
		with.clock = time.Now
	}
	if with.numbers == nil {
		with.numbers = func() (fraud.Number, error) { return fraud.NewNumber(rand.Reader) }
	}

	kept, err := openStore(ctx, s, opening{clock: with.clock, place: placeOf(s)}, log)
	if err != nil {
		return nil, err
	}
	p := &parts{store: kept}

	catalogue, err := locales.Load()
	if err != nil {
		return nil, errors.Join(err, p.close())
	}
	p.words = offer(catalogue, s.Languages)
	var dialogue bot.Dialogue = newDialogue(p.words, promisesOf(s))
	if with.dialogue != nil {
		dialogue = with.dialogue(dialogue)
	}

	p.bot, err = bot.New(bot.Options{
		Token: s.Token.Reveal(), APIURL: s.APIURL, HTTPClient: with.client,
		Store: p.store, Dialogue: dialogue, Words: p.words, Packs: packs(catalogue), Blobs: p.store,
		Numbers: with.numbers, Log: log, Clock: with.clock,
		Keep: bot.Keep(s.Keep), VaultDays: s.vaultDays(),
		Rate: s.Rate, ChatRate: s.ChatRate, PersonEvery: personEvery(s.PersonRate), PersonBurst: personBurst(s.PersonRate),
		WebhookURL: s.WebhookURL, WebhookSecret: s.WebhookSecret.Reveal(),
	})
	if err != nil {
		return nil, errors.Join(err, p.close())
	}
	return p, nil
}

// personEvery is how long one message costs a person who is heard so many a minute.
func personEvery(perMinute float64) time.Duration {
	if perMinute == 0 {
		return 0
	}
	return time.Duration(float64(time.Minute) / perMinute)
}

// personBurst is without limit where no rate is set, as on a stage; 0 is the bot's own.
func personBurst(perMinute float64) int {
	if perMinute == 0 {
		return -1
	}
	return 0
}

// placeOf names where a bot with these settings runs. The operators' listener has its port
// for itself: two that live on one machine are never at the same place. "" where any free
// port will do.
func placeOf(s Settings) string {
	host, err := os.Hostname()
	if err != nil || s.OpsListen == "" || anyPort(s.OpsListen) {
		return ""
	}
	return host + " " + s.OpsListen
}

func (p *parts) close() error { return p.store.Close() }

// opening is how a store is opened. The zero value is how an operator's command does.
type opening struct {
	clock func() time.Time // nil: time.Now
	place string           // where this process runs: see store.Options
	guest bool             // beside a bot that may have the directory open
}

// openStore opens the store that the settings name.
func openStore(ctx context.Context, s Settings, how opening, log *slog.Logger) (*watched, error) {
	if how.clock == nil {
		how.clock = time.Now
	}
	operator, err := operatorOf(s, log, !how.guest)
	if err != nil {
		return nil, err
	}
	blobs, err := openBlobs(s)
	if err != nil {
		return nil, err
	}
	opt := store.Options{Now: how.clock, Blobs: blobs, Place: how.place, VaultFor: time.Duration(s.vaultDays()) * 24 * time.Hour}
	if s.hasVault() {
		if opt.Vault, err = openVault(s); err != nil {
			return nil, err
		}
	}
	engine, err := openEngine(ctx, s, how.guest)
	if err != nil {
		return nil, err
	}
	kept, err := store.Open(ctx, engine, operator, opt)
	if err != nil {
		return nil, errors.Join(err, engine.Close())
	}
	return &watched{Store: kept, operator: operator, clock: how.clock, seen: map[int64]bool{}, pending: map[string]int64{}, changed: make(chan struct{})}, nil
}

func openVault(s Settings) (*vault.Dir, error) { return vault.Open(s.vaultDir(), s.Vault) }

func openBlobs(s Settings) (store.Blobs, error) {
	if s.Blobs == "" {
		return blobstore.Open(s.Store.blobs())
	}
	return blobstore.Open(s.Blobs)
}

func openEngine(ctx context.Context, s Settings, guest bool) (store.Engine, error) {
	if s.Store.Redis() {
		return redisstore.Open(ctx, s.Store.withPassword(s.StorePassword), redisstore.Options{AllowForgetful: s.StoreMayForget, Wait: s.StoreWait})
	}
	return sqlitestore.Open(ctx, s.Store.Dir, sqlitestore.Options{Guest: guest})
}

// promisesOf is what the citizen is told of keeping and erasing, in days.
func promisesOf(s Settings) dialogs.Promises {
	days := func(d time.Duration) int { return int(d / (24 * time.Hour)) }
	return dialogs.Promises{
		VaultDays: s.vaultDays(), WarnDays: days(bot.WarnBefore),
		Drafts: days(s.Keep.Drafts), Transcripts: days(s.Keep.Transcripts), Evidence: days(s.Keep.Evidence), Reports: days(s.Keep.Reports),
	}
}

func newDialogue(words *offered, promises dialogs.Promises) *dialogs.Engine {
	config := dialogs.Config{Words: words.Words, Label: words.label, Promises: promises}
	for _, language := range words.Languages() {
		config.Languages = append(config.Languages, dialogs.Language{Tag: language.Tag, Autonym: language.Autonym, Name: language.Name})
	}
	return dialogs.New(config)
}

// packs gives the bot what package filing makes of a report.
func packs(words filing.Words) bot.Packs {
	return func(r fraud.Report, lang string, now time.Time) ([]bot.Pack, error) {
		messages, err := filing.Packs(words, r, lang, now)
		if err != nil {
			return nil, err
		}
		all := make([]bot.Pack, len(messages))
		for i, m := range messages {
			all[i] = bot.Pack{HTML: m.HTML, Copy: m.Copy}
			for _, link := range m.Links {
				all[i].Links = append(all[i].Links, bot.Link(link))
			}
		}
		return all, nil
	}
}
