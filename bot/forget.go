package bot

import (
	"context"
	"time"

	"satark/dialogs"
	"satark/fraud"
)

// forget destroys everything held of a person, and says so once it is done. The line it
// stands in goes with it. Whom nothing is held of was forgotten before, by a try whose
// answer was lost, and is left alone: they may have begun anew.
func (b *Bot) forget(ctx context.Context, chat int64, o Outgoing) verdict {
	held, err := b.o.Store.Load(ctx, chat)
	switch {
	case err != nil:
		_ = b.away("load", err)
		return verdict{class: classAgain}
	case held.Version == 0:
		return verdict{class: classSent}
	}
	if err := b.o.Store.Forget(ctx, chat); err != nil {
		_ = b.away("forget", err)
		return verdict{class: classAgain}
	}
	b.lanes.cool(chat)
	b.meter.count("satark_bot_forgotten_total")
	b.farewell(ctx, chat, o.Lang)
	return verdict{class: classSent}
}

const (
	farewellTries = 3
	farewellPause = time.Second // between two of them, or as long as Telegram asks for
	farewellMost  = 30 * time.Second
)

// farewell says that everything is erased. Nothing of the person is left to remember it by,
// so it is tried a few times and not kept: that the erasing had begun was said before.
func (b *Bot) farewell(ctx context.Context, chat int64, tag string) {
	text, err := b.farewellText(tag)
	if err != nil {
		b.o.Log.Error("no words to say that all is erased", "language", tag)
		return
	}
	for range farewellTries {
		v := judge(b.api.send(ctx, chat, Outgoing{Method: methodSend, Text: text}))
		switch v.class {
		case classAgain, classTooFast:
			if pause(ctx, min(max(v.wait, farewellPause), farewellMost)) {
				continue
			}
		}
		b.meter.count(`satark_bot_farewells_total{class="` + string(v.class) + `"}`)
		return
	}
	b.meter.count(`satark_bot_farewells_total{class="given up"}`)
}

func (b *Bot) farewellText(tag string) (string, error) {
	w := renderer{words: b.o.Words, tag: b.tagOf(dialogs.Session{Lang: tag})}
	args := dialogs.Args{"Helpline": fraud.DeskHelpline.Info().Phone}
	if b.o.VaultDays == 0 {
		return w.text("forgotten", args)
	}
	args["Until"] = dialogs.When{At: dialogs.VaultEnd(b.o.Clock(), b.o.VaultDays)}
	return w.text("forgotten.vault", args)
}
