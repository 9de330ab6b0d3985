package bot

import (
	"context"
	"encoding/json"
	"slices"

	"satark/fraud"
	"satark/store"
)

// erase deletes the bytes of a file whose draft was deleted.
func (b *Bot) erase(ctx context.Context, d store.Delivery) error {
	ev, ok := evidenceIn(d)
	if !ok {
		return errGone
	}
	return b.eraseFiles(ctx, d.Chat, ev.ID)
}

// fetchWanted fetches a file and looks whether its draft was deleted meanwhile: then what
// came is erased at once. A draft deleted later erases it itself.
func (b *Bot) fetchWanted(ctx context.Context, d store.Delivery) error {
	if err := b.fetch(ctx, d); err != nil {
		return err
	}
	ev, ok := evidenceIn(d)
	if !ok {
		return nil
	}
	chat, err := b.o.Store.Load(ctx, d.Chat)
	if err != nil {
		return b.away("load", err)
	}
	if !slices.Contains(chat.Session.Dropped, ev.ID) {
		return nil
	}
	return b.eraseFiles(ctx, d.Chat, ev.ID)
}

func (b *Bot) eraseFiles(ctx context.Context, chat int64, ids ...string) error {
	if err := b.o.Store.Trim(ctx, chat, store.Trimming{Evidence: ids}); err != nil {
		return b.away("trim", err)
	}
	return nil
}

func evidenceIn(d store.Delivery) (fraud.Evidence, bool) {
	var ev fraud.Evidence
	return ev, json.Unmarshal(d.Body, &ev) == nil && ev.ID != ""
}
