package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"syscall"
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
		{errors.New("error response from telegram for method sendMessage, 500 Internal Server Error"), verdict{class: classAgain}},
		{errors.New("error response from telegram for method sendMessage, 502 Bad Gateway"), verdict{class: classAgain}},
		{fmt.Errorf("%w, terminated by other getUpdates request", tg.ErrorConflict), verdict{class: classAgain}},
		{fmt.Errorf("%w, bot can't initiate conversation with a user", tg.ErrorForbidden), verdict{class: classUnreachable}},
		{fmt.Errorf("%w, user is deactivated", tg.ErrorForbidden), verdict{class: classUnreachable}},
		{bad("user not found"), verdict{class: classUnreachable}},
		{bad("USER IS DEACTIVATED"), verdict{class: classUnreachable}},
		{bad("have no rights to send a message"), verdict{class: classUnreachable}},
		{bad("query ID is invalid"), verdict{class: classPointless}},
		{bad("message is too long"), verdict{class: classRefused}},
		{bad("BUTTON_DATA_INVALID"), verdict{class: classRefused}},
		{fmt.Errorf("error do request: %w", context.DeadlineExceeded), verdict{class: classAgain}},
		{fmt.Errorf("error do request: %w", context.Canceled), verdict{class: classAgain}},
		{fmt.Errorf("error do request: %w", syscall.ECONNRESET), verdict{class: classAgain}},
		{fmt.Errorf("error decode response body: %w", io.ErrUnexpectedEOF), verdict{class: classAgain}},
		{fmt.Errorf("error do request: %w", io.EOF), verdict{class: classAgain}},
	} {
		if got := judge(c.err); got != c.want {
			t.Errorf("judge(%v) = %v, want %v", c.err, got, c.want)
		}
	}
}

// An answer of a server is judged as it comes through the library, whatever its body is.
func TestAnswersAreJudgedAsTheyCome(t *testing.T) {
	const page = "<html>\n<h1>Bad Gateway</h1>"
	for _, c := range []struct {
		status int
		body   string
		want   verdict
	}{
		{200, `{"ok":true,"result":{"message_id":1}}`, verdict{class: classSent}},
		{429, `{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 9","parameters":{"retry_after":9}}`, verdict{classTooFast, 9 * time.Second}},
		{429, `{"ok":false,"error_code":429,"description":"Too Many Requests"}`, verdict{classTooFast, time.Second}},
		{429, page, verdict{class: classAgain}},
		{500, `{"ok":false,"error_code":500,"description":"Internal Server Error"}`, verdict{class: classAgain}},
		{500, page, verdict{class: classAgain}},
		{502, page, verdict{class: classAgain}},
		{503, "", verdict{class: classAgain}},
		{504, page, verdict{class: classAgain}},
		{403, `{"ok":false,"error_code":403,"description":"Forbidden: bot was blocked by the user"}`, verdict{class: classUnreachable}},
		{400, `{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}`, verdict{class: classUnreachable}},
		{400, `{"ok":false,"error_code":400,"description":"Bad Request: message is too long"}`, verdict{class: classRefused}},
		{401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`, verdict{class: classToken}},
		{200, `{"ok":true,"resu`, verdict{class: classAgain}},
	} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		}))
		calls, err := newAPI(Options{Token: rigToken, APIURL: server.URL, HTTPClient: server.Client()})
		if err != nil {
			t.Fatal(err)
		}
		if got := judge(calls.send(t.Context(), 41, Outgoing{Method: methodSend, Text: "x"})); got != c.want {
			t.Errorf("%d %s: %v, want %v", c.status, c.body, got, c.want)
		}
		server.Close()
	}
}
