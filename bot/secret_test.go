package bot

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"satark/bot/sandbox"
)

// planted are secrets and words that must be found nowhere in the clear.
var planted = []string{"4111111111111111", "4111 1111 1111 1111", "234123412346", "2341 2341 2346", "739154"}

func TestSecretsAreMaskedBeforeAnythingIsKept(t *testing.T) {
	bothWays(t, func(t *testing.T, r *rig) {
		c := r.citizen(41)
		c.Say("my card is 4111 1111 1111 1111 please help")
		c.Say("OTP is 739154")
		c.SendFile("aadhaar 2341 2341 2346", sandbox.Attachment{Kind: sandbox.KindDocument, Name: "card 4111111111111111.txt", Mime: "text/plain", Data: []byte("statement")})
		c.Forward("your otp is 739154", sandbox.Origin{Name: "Bank 4111111111111111"})
		c.SendContact(sandbox.Contact{Phone: "+919876501234", First: "OTP 739154"})
		c.Command("start", "4111111111111111")
		r.until("all heard", func() bool { return len(said(c)) >= 6 })
		r.until("all secrets deleted", func() bool { return deleted(c) == 6 })
		for _, in := range r.dialogue.inputs() {
			if len(in.Secrets) == 0 {
				t.Errorf("no secret found in %q", in.Kind)
			}
			refuseSecrets(t, "what the dialogue heard", in.Text+in.Payload+name(in.Media)+contactName(in.Contact)+originName(in.Forwarded))
		}
		refuseSecrets(t, "the log", r.log.String())
		refuseSecrets(t, "the replies", strings.Join(said(c), "\n"))
		all, err := r.store.Everything(t.Context(), 41)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range all.Transcript {
			refuseSecrets(t, "the transcript", l.Text)
		}
		var metrics bytes.Buffer
		r.bot.WriteMetrics(&metrics)
		refuseSecrets(t, "the metrics", metrics.String())
		r.stop()
		r.searchDisk(append(planted, "please help", "9876501234", "statement"))
	})
}

func deleted(c *sandbox.Citizen) int {
	n := 0
	for _, m := range c.Messages() {
		if !m.FromBot && m.Deleted {
			n++
		}
	}
	return n
}

func refuseSecrets(t *testing.T, where, text string) {
	t.Helper()
	for _, s := range planted {
		if strings.Contains(text, s) {
			t.Errorf("%s holds %q: %q", where, s, text)
		}
	}
}

// searchDisk looks for words in every file of the store.
func (r *rig) searchDisk(words []string) {
	r.t.Helper()
	if err := r.engine.Close(); err != nil {
		r.t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(r.dir, "*"))
	if err != nil || len(files) == 0 {
		r.t.Fatalf("no files to search: %v", err)
	}
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			r.t.Fatal(err)
		}
		for _, w := range words {
			if bytes.Contains(data, []byte(w)) {
				r.t.Errorf("%s holds %q", filepath.Base(path), w)
			}
		}
	}
}

func TestTheTokenIsInNoErrorAndNoLog(t *testing.T) {
	r := newRig(t)
	r.server.SetFaults(sandbox.Faults{Outage: -1})
	r.start()
	r.until("polling fails", func() bool { return strings.Contains(r.log.String(), "trying again") })
	_, _, errPoll := r.bot.getUpdates(t.Context(), 0, 0)
	_, errFile := r.bot.api.download(t.Context(), "x")
	r.bot.api.base = "http://127.0.0.1:1"
	_, errGone := r.bot.api.download(t.Context(), "x")
	for _, err := range []error{errPoll, errFile, errGone} {
		if err == nil || strings.Contains(err.Error(), "secretSECRET") {
			t.Errorf("error %v", err)
		}
	}
	if strings.Contains(r.log.String(), "secretSECRET") {
		t.Error("the token is in the log")
	}
}
