package bot

import (
	"errors"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
)

// class is what an answer of Telegram means to a sender.
type class string

// The classes; also a metric's label.
const (
	classSent        class = "sent"
	classPointless   class = "pointless"   // nothing left to do: already so, or too late
	classUnreachable class = "unreachable" // the person blocked the bot or is gone
	classMarkup      class = "markup"      // the HTML was refused: say it without
	classNoEdit      class = "noedit"      // the message cannot be edited: say it anew
	classRefused     class = "refused"     // will be refused for ever
	classTooFast     class = "toofast"     // wait as long as Telegram says
	classAgain       class = "again"       // a fault on the way: it may have been sent
	classToken       class = "token"       // the token is not valid: nothing can be sent
	classUnreadable  class = "unreadable"  // no answer: the delivery could not be read, and no call was made
)

// verdict is the class of an answer with how long to wait, for classTooFast.
type verdict struct {
	class class
	wait  time.Duration
}

// judge sorts the answer to a call. Telegram tells kinds of a bad request apart by
// words only; those we act on stand in badRequests.
func judge(err error) verdict {
	var flood *tg.TooManyRequestsError
	switch {
	case err == nil:
		return verdict{class: classSent}
	case errors.As(err, &flood):
		return verdict{class: classTooFast, wait: time.Duration(max(flood.RetryAfter, 1)) * time.Second}
	case errors.Is(err, tg.ErrorForbidden):
		return verdict{class: classUnreachable}
	case errors.Is(err, tg.ErrorUnauthorized), errors.Is(err, tg.ErrorNotFound):
		return verdict{class: classToken}
	case errors.Is(err, tg.ErrorBadRequest):
		return verdict{class: badRequest(err.Error())}
	case isMigrate(err):
		return verdict{class: classRefused}
	}
	// Server errors, broken answers and lost connections: whether it was sent is
	// unknown, and sending twice is better than not at all.
	return verdict{class: classAgain}
}

func isMigrate(err error) bool {
	var m *tg.MigrateError
	return errors.As(err, &m)
}

// badRequests are words in Telegram's description of a bad request, most telling
// first (tdlib/telegram-bot-api and its documentation).
func badRequests() []struct {
	words string
	class class
} {
	return []struct {
		words string
		class class
	}{
		{"message is not modified", classPointless},
		{"message to delete not found", classPointless},
		{"message can't be deleted", classPointless},
		{"query is too old", classPointless},
		{"query id is invalid", classPointless},
		{"message to edit not found", classNoEdit},
		{"message can't be edited", classNoEdit},
		{"message_id_invalid", classNoEdit},
		{"can't parse entities", classMarkup},
		{"chat not found", classUnreachable},
		{"user not found", classUnreachable},
		{"peer_id_invalid", classUnreachable},
		{"user is deactivated", classUnreachable},
		{"have no rights to send", classUnreachable},
	}
}

func badRequest(description string) class {
	description = strings.ToLower(description)
	for _, k := range badRequests() {
		if strings.Contains(description, k.words) {
			return k.class
		}
	}
	return classRefused
}
