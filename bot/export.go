package bot

import (
	"context"
	"encoding/json"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// Names of the two files with everything held of a person. The second one's ending also
// stands in deliveries of versions that sent no other.
const (
	exportPageName = "satark-my-data.html" // to read
	exportName     = "satark-my-data.json" // for machines
)

// exported is the shape of the file for machines.
type exported struct {
	About      string              `json:"about"`
	Made       time.Time           `json:"made"`
	Session    dialogs.Session     `json:"session"`
	Reports    []fraud.Report      `json:"reports"`
	Files      map[string]FileMeta `json:"files,omitempty"` // by the id of the evidence
	Transcript []store.Line        `json:"transcript"`
}

// export sends a citizen one of the two files, with what is held of them at this moment.
func (b *Bot) export(ctx context.Context, chat int64, o Outgoing) verdict {
	all, err := b.o.Store.Everything(ctx, chat)
	if err != nil {
		_ = b.away("everything", err)
		return verdict{class: classAgain}
	}
	files, err := b.filesOf(ctx, chat, all)
	if err != nil {
		return verdict{class: classAgain}
	}
	write := b.exportJSON
	if o.Name == exportPageName {
		write = b.exportPage
	}
	data, err := write(chat, all, files)
	if err != nil {
		return verdict{class: classRefused}
	}
	return judge(b.api.document(ctx, chat, o.Name, o.Text, data))
}

func (b *Bot) exportJSON(_ int64, all store.Everything, files map[string]FileMeta) ([]byte, error) {
	return json.MarshalIndent(exported{
		About:   "Everything Satark, an unofficial bot, holds of you. The files you sent are kept beside it under the ids named in the reports and listed in \"files\".",
		Made:    b.o.Clock().In(fraud.IST),
		Session: all.Session, Reports: all.Reports, Files: files, Transcript: all.Transcript,
	}, "", "  ")
}

func (b *Bot) exportPage(chat int64, all store.Everything, files map[string]FileMeta) ([]byte, error) {
	p, err := pageOf(b.o.Words, b.tagOf(all.Session), chat, all, b.o.Clock(), files)
	if err != nil {
		return nil, err
	}
	return p.render()
}

// call makes the call one delivery stands for.
func (b *Bot) call(ctx context.Context, d store.Delivery, o Outgoing) verdict {
	begun := time.Now()
	var v verdict
	switch o.Method {
	case methodDocument:
		v = b.export(ctx, d.Chat, o)
	case methodForget:
		v = b.forget(ctx, d.Chat, o)
	case methodNothing:
		v = verdict{class: classSent}
	default:
		v = judge(b.api.send(ctx, d.Chat, o))
	}
	b.meter.took("satark_bot_send_seconds", begun)
	if v.class == classRefused || v.class == classToken {
		b.o.Log.Error("Telegram refused a call", "method", o.Method, "class", string(v.class))
	}
	if v.class == classSent && !d.Due.IsZero() {
		b.meter.lag(b.o.Clock().Sub(d.Due))
	}
	return v
}
