package bot

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"satark/dialogs"
	"satark/store"
)

const story = "He said my bank KYC has expired and wanted me to install an app"

func TestSilenceErasesAfterAWarning(t *testing.T) {
	o := newOffice(t, dialogs.Promises{})
	o.opt.Keep = usual
	o.start()
	c := o.citizen(41)
	number := o.reports(c, story)
	o.walk()
	if n := o.onDisk(); n != 3 { // the original, a clean copy, and what is known of it
		t.Fatalf("%d files are kept", n)
	}

	o.later(334)
	before := len(said(c))
	o.walk()
	if len(said(c)) != before {
		t.Fatalf("said %q a month and a day before", latestSaid(c))
	}
	o.later(1)
	o.walk()
	if got := latestSaid(c); !strings.Contains(got, "24 November 2027") || !strings.Contains(got, string(number)) || !strings.Contains(got, "your files") {
		t.Fatalf("warned by %q", got)
	}
	o.walk()
	if len(said(c)) != before+1 {
		t.Errorf("warned twice: %q", said(c)[before:])
	}
	if n := o.counted("satark_retention_warned"); n != 1 {
		t.Errorf("%d are warned", n)
	}
	if n := o.counted("satark_retention_open_soon"); n != 1 {
		t.Errorf("%d open reports go soon", n)
	}

	o.later(29)
	o.walk()
	if all := o.everything(c); len(all.Transcript) == 0 || o.onDisk() != 3 {
		t.Fatal("something went within the month")
	}
	o.later(1)
	o.walk()
	all := o.everything(c)
	if len(all.Transcript) != 0 || o.onDisk() != 0 {
		t.Errorf("%d lines and %d files are left", len(all.Transcript), o.onDisk())
	}
	if len(all.Reports) != 1 || all.Reports[0].Evidence[0].ID != "" || all.Reports[0].Evidence[0].SHA256 != "" && all.Reports[0].Evidence[0].FileID != "" {
		t.Errorf("the report: %+v", all.Reports)
	}

	o.later(700)
	o.walk()
	if got := latestSaid(c); !strings.Contains(got, "your reports") {
		t.Fatalf("warned by %q", got)
	}
	o.later(30)
	o.walk()
	if chat, err := o.store.Load(t.Context(), 41); err != nil || chat.Version != 0 {
		t.Errorf("not forgotten: version %d, %v", chat.Version, err)
	}
	if _, _, err := o.store.Find(t.Context(), number); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the report is still found: %v", err)
	}
	o.does(c, "/start")
	if !hears(c, "1930") {
		t.Error("who comes back is not heard")
	}
}

func TestAWordKeepsEverything(t *testing.T) {
	for name, act := range map[string]string{"the button": "✔ Keep everything", "any message": "namaste"} {
		t.Run(name, func(t *testing.T) {
			o := newOffice(t, dialogs.Promises{})
			o.opt.Keep = usual
			o.start()
			c := o.citizen(41)
			o.reports(c, story)
			o.later(340)
			o.walk()
			o.later(29)
			o.does(c, act)
			o.later(300)
			o.walk()
			if all := o.everything(c); len(all.Transcript) == 0 || len(all.Reports) != 1 || o.onDisk() != 3 {
				t.Errorf("%d lines, %d reports, %d files", len(all.Transcript), len(all.Reports), o.onDisk())
			}
			o.later(35)
			o.walk()
			if got := latestSaid(c); !strings.Contains(got, "You have not written for long") {
				t.Errorf("the next silence is not warned of: %q", got)
			}
		})
	}
}

// A citizen whose warning was never committed loses nothing, however late the walk.
func TestNoWarningNoErasing(t *testing.T) {
	o := newOffice(t, dialogs.Promises{})
	o.opt.Keep = usual
	o.start()
	c := o.citizen(41)
	o.reports(c, story)
	o.later(2000)
	o.store.breaks("commit", -1)
	if err := o.bot.walk(t.Context()); err == nil {
		t.Error("a walk that could not warn says that all is well")
	}
	o.store.breaks("commit", 0)
	if all := o.everything(c); len(all.Transcript) == 0 || len(all.Reports) != 1 || o.onDisk() != 3 {
		t.Error("something went without a warning")
	}
	o.walk()
	if all := o.everything(c); len(all.Reports) != 1 || !strings.Contains(latestSaid(c), "You have not written for long") {
		t.Errorf("%d reports, last %q", len(all.Reports), latestSaid(c))
	}
}

// A withdrawn report holds nobody up, and a draft goes with its files and nothing else.
func TestWhatIsNotOpenGoesUnwarned(t *testing.T) {
	o := newOffice(t, dialogs.Promises{})
	o.opt.Keep = Keep{Drafts: 100 * day}
	o.start()
	c := o.citizen(41)
	number := o.reports(c, story)
	o.does(c, "/reports", string(number), "🗑 Withdraw", "🗑 Yes, withdraw it", "/report", "✅ No, nothing lost or shared", "📞 Phone call", "98765 43211")
	o.acknowledged(c.SendPhoto("second.jpg", picture(t, asPNG)))
	o.done(c)
	if all := o.everything(c); len(all.Session.Drafts) != 1 || o.onDisk() != 6 {
		t.Fatalf("%d drafts, %d files", len(all.Session.Drafts), o.onDisk())
	}
	o.later(100)
	before := len(said(c))
	o.walk()
	all := o.everything(c)
	if len(all.Session.Drafts) != 0 || len(all.Reports) != 1 || o.onDisk() != 3 || len(all.Transcript) == 0 || len(said(c)) != before {
		t.Errorf("%d drafts, %d reports, %d files, %d lines", len(all.Session.Drafts), len(all.Reports), o.onDisk(), len(all.Transcript))
	}
}

// cut is a store that breaks at its n-th call from now: before it, or after, with the answer
// lost.
type cut struct {
	*faulty
	n     atomic.Int64
	after bool
}

func (c *cut) call(do func() error) error {
	if c.n.Add(-1) != 0 {
		return do()
	}
	if c.after {
		if err := do(); err != nil {
			return err
		}
	}
	return errBroken
}

func (c *cut) Load(ctx context.Context, chat int64) (held *store.Chat, err error) {
	err = c.call(func() error { held, err = c.faulty.Load(ctx, chat); return err })
	return held, err
}

func (c *cut) Commit(ctx context.Context, t *store.Turn) error {
	return c.call(func() error { return c.faulty.Commit(ctx, t) })
}

func (c *cut) Trim(ctx context.Context, chat int64, what store.Trimming) error {
	return c.call(func() error { return c.faulty.Trim(ctx, chat, what) })
}

func (c *cut) Forget(ctx context.Context, chat int64) error {
	return c.call(func() error { return c.faulty.Forget(ctx, chat) })
}

// A walk that is cut short anywhere leaves nothing that the next one does not do, and harms
// nobody else.
func TestAWalkCutShortIsDoneByTheNext(t *testing.T) {
	for _, after := range []bool{false, true} {
		for n := 1; n <= 6; n++ {
			o := newOffice(t, dialogs.Promises{})
			broken := &cut{faulty: o.store, after: after}
			o.opt.Store = broken
			o.opt.Keep = Keep{Drafts: 10 * day, Transcripts: 10 * day, Evidence: 10 * day, Reports: 10 * day}
			o.start()
			c, other := o.citizen(41), o.citizen(42)
			number := o.reports(c, story)
			o.does(c, "/reports", string(number), "🗑 Withdraw", "🗑 Yes, withdraw it")
			o.later(10)
			o.does(other, "/start")
			broken.n.Store(int64(n))
			_ = o.bot.walk(t.Context())
			broken.n.Store(0)
			o.walk()
			if chat, err := o.store.Load(t.Context(), 41); err != nil || chat.Version != 0 || o.onDisk() != 0 {
				t.Errorf("cut at %d, after %v: version %d, %d files, %v", n, after, chat.Version, o.onDisk(), err)
			}
			if chat, err := o.store.Load(t.Context(), 42); err != nil || chat.Version == 0 {
				t.Errorf("cut at %d, after %v: another citizen is gone, %v", n, after, err)
			}
			o.stop()
		}
	}
}

func TestParkedWaitsForAnOperator(t *testing.T) {
	o := newOffice(t, dialogs.Promises{})
	o.start()
	p := store.Parked{ID: "77", Kind: store.ParkedUpdate, Chat: 41, At: o.clock().Add(-100 * day), Cause: "test", Body: []byte(`{"update_id":77}`)}
	if err := o.store.Park(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	o.walk()
	if n := o.counted("satark_retention_parked_long"); n != 1 || len(o.parked(1)) != 1 {
		t.Errorf("%d wait for long", n)
	}
	o.bot.o.Keep.Parked = 101 * day
	o.walk()
	o.parked(1)
	o.bot.o.Keep.Parked = 100 * day
	o.walk()
	o.parked(0)
	if n := o.counted("satark_retention_parked_dropped_total"); n != 1 {
		t.Errorf("%d are counted as dropped", n)
	}
}

// vaultOf counts what it is asked to purge.
type vaultOf struct {
	store.Vault
	purged []time.Time
}

func (v *vaultOf) Purge(_ context.Context, now time.Time) (int, error) {
	v.purged = append(v.purged, now)
	return 2, nil
}

func TestTheWalkPurgesTheVault(t *testing.T) {
	o := newOffice(t, dialogs.Promises{})
	v := &vaultOf{}
	o.vault = v
	o.reopened()
	o.start()
	o.walk()
	if len(v.purged) != 1 || o.counted("satark_retention_vault_purged_total") != 2 {
		t.Errorf("purged %v", v.purged)
	}
}
