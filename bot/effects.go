package bot

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// effects adds what is to be done besides talking, in an order that makes sense:
// the secret goes before anything is said, what is destroyed goes last.
func (b *Bot) effects(c *composer, out dialogs.Outcome) error {
	for _, f := range out.Effects {
		if err := b.effect(c, out, f); err != nil {
			return err
		}
	}
	if slices.ContainsFunc(out.Effects, func(f dialogs.Effect) bool { return f.Kind == dialogs.EffectForget }) {
		return c.send(Outgoing{Method: methodForget, Lang: c.tag})
	}
	return nil
}

func (b *Bot) effect(c *composer, out dialogs.Outcome, f dialogs.Effect) error {
	switch f.Kind {
	case dialogs.EffectFetch:
		if f.Evidence == nil || f.Evidence.FileID == "" {
			return nil
		}
		return c.deliver(kindFetch, f.Evidence, time.Time{}, "")
	case dialogs.EffectErase:
		if f.Evidence == nil || f.Evidence.ID == "" {
			return nil
		}
		return c.deliver(kindErase, f.Evidence, time.Time{}, "")
	case dialogs.EffectPack:
		return b.packEffect(c, out, f)
	case dialogs.EffectRemind:
		return c.remind(f)
	case dialogs.EffectMenu:
		return c.menu()
	case dialogs.EffectExport:
		return c.export()
	}
	return nil
}

// packEffect makes the packs now. Should that fail, the report is committed all the
// same and the packs are made later: a report is never lost for want of a sentence.
func (b *Bot) packEffect(c *composer, out dialogs.Outcome, f dialogs.Effect) error {
	if out.Report != nil {
		packs, err := b.o.Packs(*out.Report, c.tag, c.at)
		if err == nil {
			return c.packs(packs)
		}
		b.meter.count("satark_bot_pack_failures_total")
		b.o.Log.Error("packs could not be made during the turn")
		f.Number = out.Report.Number
	}
	return c.deliver(kindPack, nil, time.Time{}, f.Number)
}

func (c *composer) remind(f dialogs.Effect) error {
	if f.Reply == nil {
		return nil
	}
	body, err := encodeReply(*f.Reply)
	if err != nil {
		return err
	}
	return c.deliver(kindRemind, json.RawMessage(body), f.At, f.Number)
}

// menu sets the commands of this chat in its language, whatever the language of
// the citizen's app.
func (c *composer) menu() error {
	list, err := commands(c.words, c.tag)
	if err != nil {
		return err
	}
	return c.send(Outgoing{Method: methodMenu, Commands: list})
}

// export promises two files of everything, one to read and one for machines; they are
// written when they are sent, so that they hold this turn as well and are not kept twice.
func (c *composer) export() error {
	for _, file := range []struct{ name, caption string }{{exportPageName, "export.caption"}, {exportName, "export.caption_json"}} {
		caption, err := c.text(file.caption, nil)
		if err != nil {
			return err
		}
		if err := c.send(Outgoing{Method: methodDocument, Name: file.name, Text: caption}); err != nil {
			return err
		}
	}
	return nil
}

// heard is the transcript line of what the citizen did.
func heard(in dialogs.Input) store.Line {
	l := store.Line{At: in.At, Who: "citizen", Text: in.Text, Data: in.Data}
	switch {
	case in.Command != "":
		l.Text = "/" + in.Command
		if in.Payload != "" {
			l.Text += " " + in.Payload
		}
	case in.Media != nil:
		l.Media = in.Media.Kind
	case in.Contact != nil:
		l.Media, l.Text = "contact", fraud.Fold(in.Contact.Phone)
	case in.Place != nil:
		l.Media, l.Text = "place", fmt.Sprintf("%.5f, %.5f", in.Place.Latitude, in.Place.Longitude)
	case in.Kind == dialogs.InputOther:
		l.Media = string(dialogs.InputOther)
	}
	return l
}
