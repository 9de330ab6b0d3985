package bot

import (
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	tg "github.com/go-telegram/bot"
)

func TestJudge(t *testing.T) {
	bad := func(words string) error { return fmt.Errorf("%w, Bad Request: %s", tg.ErrorBadRequest, words) }
	for _, c := range []struct {
		err  error
		want verdict
	}{
		{nil, verdict{class: classSent}},
		{&tg.TooManyRequestsError{RetryAfter: 7}, verdict{classTooFast, 7 * time.Second}},
		{fmt.Errorf("wrapped: %w", &tg.TooManyRequestsError{}), verdict{classTooFast, time.Second}},
		{fmt.Errorf("%w, bot was blocked by the user", tg.ErrorForbidden), verdict{class: classUnreachable}},
		{fmt.Errorf("%w, Unauthorized", tg.ErrorUnauthorized), verdict{class: classToken}},
		{fmt.Errorf("%w, Not Found", tg.ErrorNotFound), verdict{class: classToken}},
		{&tg.MigrateError{MigrateToChatID: -1001}, verdict{class: classRefused}},
		{bad("message is not modified: specified new message content…"), verdict{class: classPointless}},
		{bad("message to delete not found"), verdict{class: classPointless}},
		{bad("message can't be deleted for everyone"), verdict{class: classPointless}},
		{bad("message to edit not found"), verdict{class: classNoEdit}},
		{bad("message can't be edited"), verdict{class: classNoEdit}},
		{bad("MESSAGE_ID_INVALID"), verdict{class: classNoEdit}},
		{bad("can't parse entities: Unsupported start tag"), verdict{class: classMarkup}},
		{bad("chat not found"), verdict{class: classUnreachable}},
		{bad("PEER_ID_INVALID"), verdict{class: classUnreachable}},
		{bad("query is too old and response timeout expired or query ID is invalid"), verdict{class: classPointless}},
		{bad("message text is empty"), verdict{class: classRefused}},
		{errors.New("error response from telegram for method sendMessage, 502 Bad Gateway"), verdict{class: classAgain}},
		{fmt.Errorf("error do request: %w", io.EOF), verdict{class: classAgain}},
	} {
		if got := judge(c.err); got != c.want {
			t.Errorf("judge(%v) = %v, want %v", c.err, got, c.want)
		}
	}
}
