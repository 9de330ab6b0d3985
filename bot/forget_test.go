package bot

import (
	"context"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"satark/bot/sandbox"
	"satark/dialogs"
	"satark/store"
)

// chest is a vault in memory.
type chest struct {
	mu     sync.Mutex
	until  []time.Time
	inside []string
}

func (c *chest) Put(_ context.Context, until time.Time, write func(io.Writer) error) error {
	var b strings.Builder
	if err := write(&b); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.until, c.inside = append(c.until, until), append(c.inside, b.String())
	return nil
}

func (c *chest) Purge(context.Context, time.Time) (int, error) { return 0, nil }
func (c *chest) List(context.Context) ([]store.Vaulted, error) { return nil, nil }

// What is said after the deed is what was done: the day that is named is not before the
// copy's own last day, and without a vault no copy is spoken of.
func TestForgetSaysWhatWasDone(t *testing.T) {
	for _, days := range []int{0, 365} {
		o := newOffice(t, dialogs.Promises{VaultDays: days})
		v := &chest{}
		o.vault = v
		o.reopened()
		o.start()
		c := o.citizen(41)
		o.reports(c, story)
		o.does(c, "/forget")
		asked := latestSaid(c)
		o.does(c, "🗑 Yes, erase everything")
		o.until("the last word", func() bool { return hears(c, "Erased") })
		if !hears(c, "I am erasing it") {
			t.Errorf("said %q", said(c))
		}
		if vault := strings.Contains(asked, "sealed copy"); vault != (days > 0) || strings.Contains(latestSaid(c), "sealed copy") != vault {
			t.Errorf("%d days: asked %q, done %q", days, asked, latestSaid(c))
		}
		if days > 0 {
			day, err := o.opt.Words.Date("en", dialogs.VaultEnd(o.clock(), days))
			if err != nil || !strings.Contains(latestSaid(c), day) || !strings.Contains(asked, day) || v.until[0].After(dialogs.VaultEnd(o.clock(), days)) {
				t.Errorf("asked %q, done %q, kept until %s", asked, latestSaid(c), v.until[0])
			}
			if len(v.inside) != 1 || !strings.Contains(v.inside[0], "KYC") {
				t.Errorf("%d copies", len(v.inside))
			}
		} else if len(v.inside) != 0 {
			t.Error("a copy was made that nobody spoke of")
		}
		if chat, err := o.store.Load(t.Context(), 41); err != nil || chat.Version != 0 || o.onDisk() != 0 {
			t.Errorf("version %d, %d files, %v", chat.Version, o.onDisk(), err)
		}
		o.stop()
	}
}

// Who erases everything and blocks the bot at once is erased.
func TestWhoBlocksTheBotIsForgottenAllTheSame(t *testing.T) {
	o := newOffice(t, dialogs.Promises{})
	o.start()
	c := o.citizen(41)
	o.reports(c, story)
	o.does(c, "/forget")
	c.SetFaults(sandbox.Faults{Blocked: true})
	if _, err := c.PressLabel("🗑 Yes, erase everything"); err != nil {
		t.Fatal(err)
	}
	o.until("forgotten", func() bool {
		chat, err := o.store.Load(t.Context(), 41)
		return err == nil && chat.Version == 0
	})
}

// The last word is tried again when it was lost, and a store that fails is asked again
// until all is gone; nobody is told before.
func TestForgetGoesOnUntilItIsDone(t *testing.T) {
	o := newOffice(t, dialogs.Promises{})
	o.start()
	c := o.citizen(41)
	o.reports(c, story)
	o.does(c, "/forget")
	o.store.breaks("forget", 2)
	if _, err := c.PressLabel("🗑 Yes, erase everything"); err != nil {
		t.Fatal(err)
	}
	o.until("one try failed", func() bool { return o.store.calls("forget") >= 1 })
	if hears(c, "Erased") {
		t.Error("told before it was done")
	}
	o.until("the last word", func() bool { return hears(c, "Erased") })
	if n := o.store.calls("forget"); n < 3 {
		t.Errorf("%d tries", n)
	}
}

// A second forget, of a press that came twice, does not touch who has begun anew.
func TestASecondForgetLeavesNobodyToForget(t *testing.T) {
	o := newOffice(t, dialogs.Promises{})
	o.start()
	c := o.citizen(41)
	o.reports(c, story)
	o.does(c, "/forget", "🗑 Yes, erase everything")
	o.until("the last word", func() bool { return hears(c, "Erased") })
	calls := o.store.calls("forget")
	if v := o.bot.forget(t.Context(), 41, Outgoing{Lang: "en"}); v.class != classSent || o.store.calls("forget") != calls {
		t.Errorf("%s after %d calls", v.class, o.store.calls("forget")-calls)
	}
	if n := len(slices.DeleteFunc(said(c), func(s string) bool { return !strings.Contains(s, "Erased") })); n != 1 {
		t.Errorf("told %d times", n)
	}
}

// A file that arrives after its draft was deleted is deleted as well.
func TestAFileThatComesTooLateIsErased(t *testing.T) {
	o := newOffice(t, dialogs.Promises{})
	o.start()
	c := o.citizen(41)
	o.does(c, "/report", "✅ No, nothing lost or shared", "✅ I am 18 or older and agree", "📞 Phone call", "98765 43210")
	o.acknowledged(c.SendPhoto("p.jpg", picture(t, asJPEG)))
	o.done(c)
	if o.onDisk() != 3 {
		t.Fatalf("%d files", o.onDisk())
	}
	session := o.everything(c).Session
	ev := session.Drafts[session.Active].Evidence[0]
	o.does(c, "/cancel", "🗑 Delete it")
	if o.onDisk() != 0 {
		t.Fatalf("%d files are left of a deleted draft", o.onDisk())
	}
	body, err := json.Marshal(ev)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.bot.chore(t.Context(), store.Delivery{Chat: 41, Kind: kindFetch, Body: body}); err != nil {
		t.Fatal(err)
	}
	if o.onDisk() != 0 {
		t.Errorf("%d files came after all", o.onDisk())
	}
}
