package bot

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

const (
	secretHeader   = "X-Telegram-Bot-Api-Secret-Token"
	maxUpdate      = 4 << 20 // bytes of one update
	webhookConns   = 100     // connections Telegram may open
	webhookRetry   = 10 * time.Second
	awaySeconds    = 1 // Retry-After while the store is away: Telegram honours it
	stoppedSeconds = 5 // and while we end, when another replica may answer
)

// ServeHTTP takes one update of the webhook. It answers 200 when the update's turn is
// committed, now or before, or it is parked; 503 with Retry-After when it has to come
// again; 401 without the secret; 400 for what is no update.
func (b *Bot) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		b.refuse(w, http.StatusMethodNotAllowed)
		return
	}
	if !b.secretFits(r.Header.Get(secretHeader)) {
		b.refuse(w, http.StatusUnauthorized)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if err != nil {
		b.refuse(w, http.StatusBadRequest)
		return
	}
	switch err := b.receive(r.Context(), raw); {
	case err == nil:
		w.WriteHeader(http.StatusOK)
	case errors.Is(err, errNotUpdate):
		b.refuse(w, http.StatusBadRequest)
	case errors.Is(err, ErrStopping):
		w.Header().Set("Retry-After", strconv.Itoa(stoppedSeconds))
		b.refuse(w, http.StatusServiceUnavailable)
	default:
		w.Header().Set("Retry-After", strconv.Itoa(awaySeconds))
		b.refuse(w, http.StatusServiceUnavailable)
	}
}

func (b *Bot) refuse(w http.ResponseWriter, status int) {
	b.meter.count(`satark_bot_webhook_refused_total{status="` + strconv.Itoa(status) + `"}`)
	w.WriteHeader(status)
}

// secretFits compares in constant time. Without a secret of ours nothing fits.
func (b *Bot) secretFits(given string) bool {
	if b.o.WebhookSecret == "" {
		return false
	}
	ours, theirs := sha256.Sum256([]byte(b.o.WebhookSecret)), sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(ours[:], theirs[:]) == 1
}

// setWebhook asks Telegram to send updates to us all, until it agrees or ctx ends.
func (b *Bot) setWebhook(ctx context.Context) {
	for {
		bounded, cancel := context.WithTimeout(ctx, sendTime)
		_, err := b.api.lib.SetWebhook(bounded, &tg.SetWebhookParams{
			URL: b.o.WebhookURL, SecretToken: b.o.WebhookSecret, MaxConnections: webhookConns, AllowedUpdates: wanted(),
		})
		cancel()
		if err == nil {
			b.health.receiving.Store(true)
			b.o.Log.Info("receiving by webhook")
			return
		}
		v := judge(err)
		b.o.Log.Warn("webhook not set, trying again", "class", string(v.class))
		if !pause(ctx, max(v.wait, webhookRetry)) {
			return
		}
	}
}

// wanted are the kinds of update we ask for.
func wanted() []string {
	return []string{models.AllowedUpdateMessage, models.AllowedUpdateEditedMessage, models.AllowedUpdateCallbackQuery, models.AllowedUpdateMyChatMember}
}
