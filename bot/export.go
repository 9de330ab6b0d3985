package bot

import (
	"context"
	"encoding/json"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// exportName is the name of the file with everything held of a person.
const exportName = "satark-my-data.json"

// exported is the file's shape.
type exported struct {
	About      string          `json:"about"`
	Made       time.Time       `json:"made"`
	Session    dialogs.Session `json:"session"`
	Reports    []fraud.Report  `json:"reports"`
	Transcript []store.Line    `json:"transcript"`
}

// export sends a citizen everything we hold of them, read at this moment.
func (b *Bot) export(ctx context.Context, chat int64, o Outgoing) verdict {
	all, err := b.o.Store.Everything(ctx, chat)
	if err != nil {
		_ = b.away("everything", err)
		return verdict{class: classAgain}
	}
	data, err := json.MarshalIndent(exported{
		About:   "Everything Satark, an unofficial bot, holds of you. Files you sent are kept beside it under the ids named in the reports.",
		Made:    b.o.Clock().In(fraud.IST),
		Session: all.Session, Reports: all.Reports, Transcript: all.Transcript,
	}, "", "  ")
	if err != nil {
		return verdict{class: classRefused}
	}
	return judge(b.api.document(ctx, chat, o.Name, o.Text, data))
}

// forget destroys everything held of a person. The line it stands in goes with it.
func (b *Bot) forget(ctx context.Context, chat int64) verdict {
	if err := b.o.Store.Forget(ctx, chat); err != nil {
		_ = b.away("forget", err)
		return verdict{class: classAgain}
	}
	b.lanes.cool(chat)
	return verdict{class: classSent}
}

// call makes the call one delivery stands for.
func (b *Bot) call(ctx context.Context, d store.Delivery, o Outgoing) verdict {
	begun := time.Now()
	var v verdict
	switch o.Method {
	case methodDocument:
		v = b.export(ctx, d.Chat, o)
	case methodForget:
		v = b.forget(ctx, d.Chat)
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
