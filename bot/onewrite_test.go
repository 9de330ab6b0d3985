package bot

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestCallsAreSentWhole(t *testing.T) {
	var lengths []int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		lengths = append(lengths, r.ContentLength)
		body, err := io.ReadAll(r.Body)
		if err != nil || int64(len(body)) != r.ContentLength {
			t.Errorf("body of %d bytes: %v", len(body), err)
		}
		_, _ = io.WriteString(w, `{"ok":true,"result":{}}`)
	}))
	defer server.Close()
	calls, err := newAPI(Options{Token: rigToken, APIURL: server.URL}.withDefaults())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if v := judge(calls.send(t.Context(), 41, Outgoing{Method: methodSend, Text: "x"})); v.class != classSent {
			t.Errorf("sent: %v", v)
		}
	}
	if len(lengths) != 2 || lengths[0] <= 0 || lengths[0] != lengths[1] {
		t.Errorf("lengths %v", lengths)
	}
}
