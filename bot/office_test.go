package bot

import (
	"context"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/dialogs"
	"satark/fraud"
	"satark/locales"
	"satark/store"
	"satark/store/blobstore"
	"satark/store/seal"
	"satark/store/sqlitestore"
)

// office is a rig that speaks the real dialogues in the real words, keeps files on a disk,
// and whose days a test turns.
type office struct {
	*rig
	now   atomic.Int64 // unix nanoseconds
	files string       // folder of the evidence
	vault store.Vault
}

func newOffice(t *testing.T, promises dialogs.Promises) *office {
	t.Helper()
	o := &office{rig: newRig(t), files: t.TempDir()}
	o.now.Store(time.Date(2026, 11, 24, 15, 30, 0, 0, fraud.IST).UnixNano())
	o.opt.Clock = o.clock
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	o.opt.Words = words
	o.opt.Dialogue = dialogs.New(dialogs.Config{
		Languages: []dialogs.Language{{Tag: "en", Autonym: "English", Name: "English"}, {Tag: "hi", Autonym: "हिन्दी", Name: "Hindi"}},
		Words:     words.Words, Promises: promises,
		Label: func(tag, key string) string { text, _ := words.Text(tag, key, nil); return text },
	})
	o.opt.VaultDays = promises.VaultDays
	o.reopened()
	return o
}

func (o *office) clock() time.Time { return time.Unix(0, o.now.Load()) }

// later lets days go by while the bot is not running.
func (o *office) later(days int) {
	o.t.Helper()
	o.stop()
	o.now.Add(int64(time.Duration(days) * day))
	o.start()
}

// reopened puts the office's own store upon the rig's engine.
func (o *office) reopened() {
	o.t.Helper()
	keys, _, err := sqlitestore.KeyFile(o.dir)
	if err != nil {
		o.t.Fatal(err)
	}
	operator, err := seal.NewOperator(keys...)
	if err != nil {
		o.t.Fatal(err)
	}
	blobs, err := blobstore.Open(o.files)
	if err != nil {
		o.t.Fatal(err)
	}
	kept, err := store.Open(o.t.Context(), o.engine, operator, store.Options{
		Now: o.clock, Blobs: blobs, Vault: o.vault, VaultFor: time.Duration(o.opt.VaultDays) * day,
	})
	if err != nil {
		o.t.Fatal(err)
	}
	o.store.Store = kept
	o.opt.Blobs = o.store
}

// does says something to the bot, or presses the button that reads so, and waits for what
// comes of it.
func (o *office) does(c *sandbox.Citizen, acts ...string) {
	o.t.Helper()
	for _, act := range acts {
		id, err := c.PressLabel(act)
		if err != nil {
			id = c.Say(act)
		}
		o.acknowledged(id)
		o.done(c)
	}
}

// done waits until nothing is to be delivered any more to a citizen.
func (o *office) done(c *sandbox.Citizen) {
	o.t.Helper()
	o.until("everything is delivered", func() bool {
		stats, err := o.store.Stats(o.t.Context())
		return err == nil && stats.Deliveries == 0
	})
}

// files a suspicious call, with a screenshot.
func (o *office) reports(c *sandbox.Citizen, story string) fraud.Number {
	o.t.Helper()
	o.does(c, "/start", "⚠️ Suspicious call or message", "✅ No, nothing lost or shared", "✅ I am 18 or older and agree", "📞 Phone call",
		"98765 43210", story, "Today")
	id := c.SendPhoto("shot.jpg", picture(o.t.(*testing.T), asJPEG))
	o.acknowledged(id)
	o.done(c)
	o.does(c, "✔ Finish my report")
	all := o.everything(c)
	if len(all.Reports) != 1 || len(all.Reports[0].Evidence) != 1 {
		o.t.Fatalf("%d reports\n%s", len(all.Reports), strings.Join(said(c), "\n--\n"))
	}
	return all.Reports[0].Number
}

func (o *office) everything(c *sandbox.Citizen) store.Everything {
	o.t.Helper()
	all, err := o.store.Everything(context.Background(), c.ID())
	if err != nil {
		o.t.Fatal(err)
	}
	return all
}

func (o *office) walk() {
	o.t.Helper()
	if err := o.bot.walk(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
	o.until("the walk's messages", func() bool {
		stats, err := o.store.Stats(o.t.Context())
		return err == nil && stats.Deliveries == 0
	})
}

// onDisk counts the files of evidence.
func (o *office) onDisk() (n int) {
	o.t.Helper()
	err := filepath.WalkDir(o.files, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

// hears reports whether the bot has said a word to a citizen.
func hears(c *sandbox.Citizen, word string) bool {
	return slices.ContainsFunc(said(c), func(s string) bool { return strings.Contains(s, word) })
}

// latestSaid is what the bot said last to a citizen.
func latestSaid(c *sandbox.Citizen) string {
	all := said(c)
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1]
}
