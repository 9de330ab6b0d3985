package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// apiError is a refusal in the Bot API's form.
type apiError struct {
	code  int
	text  string
	after int // retry_after in seconds, 0 when none
}

func (e *apiError) Error() string { return e.text }

func badRequest(format string, args ...any) error {
	return &apiError{code: http.StatusBadRequest, text: "Bad Request: " + fmt.Sprintf(format, args...)}
}

// stricter is a refusal the real server would not make.
func stricter(format string, args ...any) error {
	return badRequest("sandbox: "+format, args...)
}

func forbidden(text string) error {
	return &apiError{code: http.StatusForbidden, text: "Forbidden: " + text}
}

func conflict(text string) error {
	return &apiError{code: http.StatusConflict, text: "Conflict: " + text}
}

func tooMany(seconds int) error {
	return &apiError{
		code: http.StatusTooManyRequests, after: seconds,
		text: fmt.Sprintf("Too Many Requests: retry after %d", seconds),
	}
}

// answer is the envelope of every result.
type answer struct {
	OK          bool              `json:"ok"`
	Result      any               `json:"result,omitempty"`
	ErrorCode   int               `json:"error_code,omitempty"`
	Description string            `json:"description,omitempty"`
	Parameters  *answerParameters `json:"parameters,omitempty"`
}

type answerParameters struct {
	RetryAfter int `json:"retry_after,omitempty"`
}

func writeResult(w http.ResponseWriter, result any) {
	writeJSON(w, http.StatusOK, answer{OK: true, Result: result})
}

func writeError(w http.ResponseWriter, e *apiError) {
	a := answer{ErrorCode: e.code, Description: e.text}
	if e.after > 0 {
		a.Parameters = &answerParameters{RetryAfter: e.after}
		w.Header().Set("Retry-After", fmt.Sprint(e.after))
	}
	writeJSON(w, e.code, a)
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// A client that has gone away is not this server's concern.
	_, _ = w.Write(body)
}
