package bot

import (
	"net/http"
	"sync/atomic"
)

// webhookTarget is a web server that stays while the bot behind it comes and goes.
type webhookTarget struct{ bot atomic.Pointer[Bot] }

func (w *webhookTarget) set(b *Bot) { w.bot.Store(b) }

func (w *webhookTarget) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if b := w.bot.Load(); b != nil {
		b.ServeHTTP(rw, r)
		return
	}
	rw.WriteHeader(http.StatusServiceUnavailable)
}
