package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// pageFiles tells of evidence whether it is here.
type pageFiles struct {
	*pageWriter
	kept map[string]FileMeta // by the id of the evidence
}

// under adds the files that belong to a sheet.
func (f pageFiles) under(s pageSheet, evidence []fraud.Evidence) pageSheet {
	s.FilesTitle = f.label("export.files", nil)
	for _, ev := range evidence {
		name := any(ev.Name)
		if ev.Name == "" {
			name = dialogs.Label("export.file_none")
		}
		s.Files = append(s.Files,
			f.line("export.file", dialogs.Args{"Name": name, "Kind": f.named("export.file.", ev.Kind), "At": f.at(ev.At)}), f.state(ev.ID))
	}
	return s
}

func (f pageFiles) state(id string) template.HTML {
	meta, known := f.kept[id]
	switch {
	case !known || meta.Refused != "" || meta.Missing:
		return f.line("export.file_gone", nil)
	case meta.SHA256 == "":
		return f.line("export.file_kept_plain", nil)
	}
	return f.line("export.file_kept", dialogs.Args{"Sum": meta.SHA256})
}

// filesOf reads what is known of all evidence that a citizen gave. What was never kept, or
// is not any more, is not in it.
func (b *Bot) filesOf(ctx context.Context, chat int64, all store.Everything) (map[string]FileMeta, error) {
	kept := map[string]FileMeta{}
	var evidence []fraud.Evidence
	for _, r := range all.Reports {
		evidence = append(evidence, r.Evidence...)
	}
	for _, d := range draftsOf(all.Session) {
		evidence = append(evidence, d.Evidence...)
	}
	for _, ev := range evidence {
		if _, read := kept[ev.ID]; read || ev.ID == "" {
			continue
		}
		meta, err := b.readMeta(ctx, chat, ev.ID)
		switch {
		case errors.Is(err, store.ErrNotFound):
			continue
		case err != nil:
			return nil, b.away("blob", err)
		}
		kept[ev.ID] = meta
	}
	return kept, nil
}

// maxMeta is more than any FileMeta takes.
const maxMeta = 64 << 10

// readMeta returns store.ErrNotFound for a file that is not kept.
func (b *Bot) readMeta(ctx context.Context, chat int64, id string) (FileMeta, error) {
	file, err := b.o.Blobs.OpenBlob(ctx, chat, MetaID(id))
	if err != nil {
		return FileMeta{}, err
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, maxMeta))
	if err != nil {
		return FileMeta{}, err
	}
	var meta FileMeta
	if err := json.Unmarshal(raw, &meta); err != nil {
		return FileMeta{}, fmt.Errorf("%w: file meta", errRender)
	}
	return meta, nil
}
