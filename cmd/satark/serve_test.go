package main

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"satark/bot/sandbox"
)

// safeBuffer is a buffer that many goroutines write to.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// served is a serve under test, against a sandbox.
type served struct {
	box  *sandbox.Server
	log  *safeBuffer
	stop context.CancelFunc
	over chan error
	s    Settings
}

// freeAddr is an address nobody listens at.
func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func startServe(t *testing.T, change func(*Settings)) *served {
	t.Helper()
	box := sandbox.New(sandbox.Options{Token: goodToken})
	api := httptest.NewServer(box.Handler())
	s := Settings{
		Token: goodToken, APIURL: api.URL, Listen: freeAddr(t), OpsListen: freeAddr(t),
		Store: StoreAt{Dir: t.TempDir()}, Rate: unhurried, ChatRate: unhurried,
	}
	if change != nil {
		change(&s)
	}
	ctx, cancel := context.WithCancel(t.Context())
	v := &served{box: box, log: &safeBuffer{}, stop: cancel, over: make(chan error, 1), s: s}
	go func() { v.over <- serve(ctx, s, slog.New(slog.NewJSONHandler(v.log, nil))) }()
	t.Cleanup(func() {
		cancel()
		<-v.over
		box.Close()
		api.Close()
	})
	eventually(t, "ready", func() bool { code, _ := get("http://" + s.OpsListen + "/readyz"); return code == http.StatusOK })
	return v
}

// end stops the serve as a signal does, and returns what it ended with.
func (v *served) end(t *testing.T) error {
	t.Helper()
	v.stop()
	err := <-v.over
	v.over <- err // for the cleanup
	return err
}

// eventually waits for a condition that other processes would poll as well.
func eventually(t *testing.T, what string, cond func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for range 4000 {
		if cond() {
			return
		}
		<-tick.C
	}
	t.Fatalf("never %s", what)
}

func get(url string) (int, string) {
	response, err := http.Get(url)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err.Error()
	}
	return response.StatusCode, string(text)
}

func answered(t *testing.T, c *sandbox.Citizen) {
	t.Helper()
	err := c.Wait(t.Context(), func(all []sandbox.Message) bool {
		return len(all) > 0 && all[len(all)-1].FromBot
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestServePolls(t *testing.T) {
	v := startServe(t, nil)
	asha := v.box.Citizen(1, sandbox.Profile{First: "Asha", Lang: "en"})
	asha.Say("/start")
	answered(t, asha)

	if code, text := get("http://" + v.s.OpsListen + "/healthz"); code != 200 || text != "alive\n" {
		t.Errorf("/healthz: %d %q", code, text)
	}
	_, text := get("http://" + v.s.OpsListen + "/metrics")
	for _, want := range []string{"satark_bot_turns_total 1", "satark_store_up 1", "satark_store_persons 1", "process_resident_memory_bytes"} {
		if !strings.Contains(text, want) {
			t.Errorf("/metrics lacks %q", want)
		}
	}
	if code, _ := get("http://" + v.s.OpsListen + "/telegram"); code != http.StatusNotFound {
		t.Errorf("the operators' listener takes updates: %d", code)
	}
	if err := v.end(t); err != nil {
		t.Errorf("ended with %v", err)
	}
}

func TestServeTakesTheWebhook(t *testing.T) {
	v := startServe(t, func(s *Settings) {
		s.WebhookURL, s.WebhookSecret = "http://"+s.Listen+"/telegram", "plantedHook"
	})
	asha := v.box.Citizen(1, sandbox.Profile{First: "Asha", Lang: "en"})
	asha.Say("/start")
	answered(t, asha)

	forged := `{"update_id":7,"message":{"message_id":1,"date":1,"chat":{"id":9,"type":"private"},"from":{"id":9,"first_name":"X"},"text":"/start"}}`
	for _, secret := range []string{"", "guess", "plantedHook2"} {
		request, err := http.NewRequest(http.MethodPost, v.s.WebhookURL, strings.NewReader(forged))
		if err != nil {
			t.Fatal(err)
		}
		if secret != "" {
			request.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusUnauthorized {
			t.Errorf("secret %q: %s, want 401", secret, response.Status)
		}
	}
	if _, text := get("http://" + v.s.OpsListen + "/metrics"); !strings.Contains(text, "satark_store_persons 1\n") {
		t.Error("a forged update left something in the store")
	}
	for _, path := range []string{"/", "/healthz", "/metrics"} {
		if code, _ := get("http://" + v.s.Listen + path); code != http.StatusNotFound {
			t.Errorf("the public listener answers %s with %d", path, code)
		}
	}
}

// What was told before a stop is there after it.
func TestServeGoesOnAfterARestart(t *testing.T) {
	dir := t.TempDir()
	first := startServe(t, func(s *Settings) { s.Store.Dir = dir })
	asha := first.box.Citizen(1, sandbox.Profile{First: "Asha", Lang: "en"})
	asha.Say("/start")
	answered(t, asha)
	if err := first.end(t); err != nil {
		t.Fatal(err)
	}
	second := startServe(t, func(s *Settings) { s.Store.Dir = dir })
	if _, text := get("http://" + second.s.OpsListen + "/metrics"); !strings.Contains(text, "satark_store_persons 1\n") {
		t.Error("the store was begun anew")
	}
}

func TestNothingPrivateIsLoggedOrMeasured(t *testing.T) {
	v := startServe(t, nil)
	c := v.box.Citizen(700123456, sandbox.Profile{First: "PlantedName", Lang: "en"})
	for _, text := range []string{"/start", "planted sentence from +91 98765 43210", "my otp is 483920", "4111 1111 1111 1111", "/planted"} {
		c.Say(text)
	}
	answered(t, c)
	eventually(t, "all turns", func() bool {
		_, text := get("http://" + v.s.OpsListen + "/metrics")
		return strings.Contains(text, "satark_bot_turns_total 5")
	})
	_, metrics := get("http://" + v.s.OpsListen + "/metrics")
	if err := v.end(t); err != nil {
		t.Fatal(err)
	}
	for _, planted := range []string{"PlantedName", "planted", "98765", "483920", "4111", goodToken, goodToken[7:], "700123456"} {
		if strings.Contains(v.log.String(), planted) {
			t.Errorf("the log holds %q:\n%s", planted, v.log)
		}
		if strings.Contains(metrics, planted) {
			t.Errorf("the metrics hold %q", planted)
		}
	}
}
