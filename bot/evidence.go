package bot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// FileMeta is what is known of a file of evidence once it was fetched. It is kept as
// JSON under MetaID of the evidence's id.
type FileMeta struct {
	Kind    string    `json:"kind"` // as fraud.Evidence
	Name    string    `json:"name,omitempty"`
	MIME    string    `json:"mime"` // as found in the bytes, not as claimed
	Size    int64     `json:"size"` // bytes of the original
	SHA256  string    `json:"sha256,omitempty"`
	Refused string    `json:"refused,omitempty"` // "executable", "type": looked at and not kept
	Missing bool      `json:"missing,omitempty"` // Telegram no longer had it
	Clean   bool      `json:"clean,omitempty"`   // there is a copy without metadata, under CleanID
	Fetched time.Time `json:"fetched"`           // UTC
}

// MetaID is the blob id of a file's FileMeta.
func MetaID(evidence string) string { return evidence + ".meta" }

// CleanID is the blob id of a picture's copy without metadata, for people to look at.
// The original, whose hash is in the report, is under the evidence's own id.
func CleanID(evidence string) string { return evidence + ".clean" }

// fetch downloads one file, looks at it, and keeps it sealed with its hash. What turns
// out to be a program is not kept, and the citizen is warned.
func (b *Bot) fetch(ctx context.Context, d store.Delivery) error {
	var ev fraud.Evidence
	if err := json.Unmarshal(d.Body, &ev); err != nil || ev.ID == "" {
		return errGone
	}
	meta := FileMeta{Kind: ev.Kind, Name: ev.Name, MIME: ev.MIME, Fetched: b.o.Clock().UTC()}
	data, err := b.api.download(ctx, ev.FileID)
	switch {
	case errors.Is(err, errFile):
		meta.Missing = true
		return b.keepMeta(ctx, d.Chat, ev.ID, meta)
	case err != nil:
		return err
	}
	sum := sha256.Sum256(data)
	meta.Size, meta.SHA256 = int64(len(data)), hex.EncodeToString(sum[:])
	if meta.MIME, meta.Refused = sniff(data); meta.Refused != "" {
		if err := b.warn(ctx, d, meta.Refused); err != nil {
			return err
		}
		return b.keepMeta(ctx, d.Chat, ev.ID, meta)
	}
	if err := b.keep(ctx, d.Chat, ev.ID, data); err != nil {
		return err
	}
	if redrawn, ok := b.redraw(data, meta.MIME); ok {
		if err := b.keep(ctx, d.Chat, CleanID(ev.ID), redrawn); err != nil {
			return err
		}
		meta.Clean = true
	}
	return b.keepMeta(ctx, d.Chat, ev.ID, meta)
}

// redraw cleans one picture at a time, since each may take a lot of memory.
func (b *Bot) redraw(data []byte, mime string) ([]byte, bool) {
	b.drawing.Lock()
	defer b.drawing.Unlock()
	return cleanPicture(data, mime)
}

// warn tells the citizen once that a file was a program, or nothing we can keep.
func (b *Bot) warn(ctx context.Context, d store.Delivery, why string) error {
	return b.ownTurn(ctx, d.Chat, d.ID, func(c *composer, _ dialogs.Session) error {
		return c.say(dialogs.Reply{Key: "refused." + why})
	})
}

func (b *Bot) keepMeta(ctx context.Context, chat int64, id string, m FileMeta) error {
	raw, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("bot: file meta: %w", err)
	}
	return b.keep(ctx, chat, MetaID(id), raw)
}

func (b *Bot) keep(ctx context.Context, chat int64, id string, data []byte) error {
	_, err := b.o.Blobs.PutBlob(ctx, chat, id, bytes.NewReader(data))
	switch {
	case errors.Is(err, store.ErrNotFound): // the citizen was forgotten meanwhile
		return errGone
	case err != nil:
		return b.away("blob", err)
	}
	return nil
}
