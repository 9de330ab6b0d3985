package bot

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

// BenchmarkTurn is an update's way through the edge and the embedded store, many chats
// at once, its reply sent to a server that takes everything.
func BenchmarkTurn(b *testing.B) {
	var sent atomic.Int64
	deaf := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		sent.Add(1)
		fmt.Fprint(w, `{"ok":true,"result":{}}`)
	}))
	defer deaf.Close()
	r := newRig(b)
	r.opt.APIURL, r.opt.WebhookURL, r.opt.WebhookSecret = deaf.URL, "https://example.org/", "x"
	r.opt.Rate, r.opt.ChatRate, r.opt.PersonBurst = 1e9, 1e9, -1
	r.start()
	var update, chat atomic.Int64
	b.ReportAllocs()
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		id := 1000 + chat.Add(1)
		for pb.Next() {
			body := fmt.Appendf(nil, `{"update_id":%d,"message":{"message_id":5,"date":1700000000,"text":"नमस्ते","from":{"id":%d,"first_name":"A","language_code":"en"},"chat":{"id":%d,"type":"private"}}}`, update.Add(1), id, id)
			if err := r.bot.receive(b.Context(), body); err != nil {
				b.Error(err)
			}
		}
	})
	b.StopTimer()
	r.stop()
	if n := sent.Load(); n < int64(b.N) {
		b.Errorf("%d of %d replies sent", n, b.N)
	}
}
