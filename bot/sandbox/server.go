package sandbox

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// DefaultToken is the bot token when Options names none.
const DefaultToken = "1930001:sandbox"

// Options configures a Server. The zero value is a working server without rate
// limits.
type Options struct {
	// Token is the only one that is let in; it reads "id:secret". Default DefaultToken.
	Token string
	// Clock gives the dates of messages and ages updates and limits. Default time.Now.
	Clock func() time.Time
	// Limits is off when zero; RealLimits are Telegram's.
	Limits Limits
	// Name and Username of the bot. Defaults "Satark" and "satark_sandbox_bot".
	Name, Username string
	// FirstUpdate is the first update_id. Default: the clock in Unix seconds, so that
	// a sandbox started later never repeats the ids of an earlier one.
	FirstUpdate int64
	// Webhook carries the requests to the webhook. Default: a transport of its own.
	Webhook http.RoundTripper
	// Backoff is the pause before the attempt that follows n failures in a row (n ≥ 1).
	// Default: none, then 2, 4, 8 … s, from 64 s on a random 60 to 120 s.
	Backoff func(n int) time.Duration
}

func (o Options) withDefaults() Options {
	if o.Token == "" {
		o.Token = DefaultToken
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Name == "" {
		o.Name = "Satark"
	}
	if o.Username == "" {
		o.Username = "satark_sandbox_bot"
	}
	if o.FirstUpdate == 0 {
		o.FirstUpdate = o.Clock().Unix()
	}
	if o.Webhook == nil {
		o.Webhook = &http.Transport{MaxIdleConnsPerHost: 100, IdleConnTimeout: time.Minute}
	}
	if o.Backoff == nil {
		o.Backoff = telegramBackoff
	}
	return o
}

// Server is the pretend Telegram: one bot, any number of citizens. All methods
// may be called concurrently.
type Server struct {
	opt     Options
	spec    *spec
	methods map[string]method
	bot     wireUser
	ctx     context.Context // ends with Close
	stop    context.CancelFunc
	work    sync.WaitGroup // the webhook's goroutines

	mu        sync.Mutex // guards everything below, citizens included
	citizens  map[int64]*Citizen
	order     []int64 // citizens as they came
	rev       int64   // counts changes anyone can see
	changed   pulse   // beats with rev
	updates   updateQueue
	hook      *webhook
	poll      int64 // counts getUpdates calls: a newer one ends an older
	queries   map[string]*callbackQuery
	lastQuery int64
	lastMsg   int
	files     fileStore
	identity  identity
	faults    Faults
	dice      dice
	repeats   repeats
	rate      rateState
	log       callLog
}

// New starts a server; Close ends it.
func New(o Options) *Server {
	o = o.withDefaults()
	ctx, stop := context.WithCancel(context.Background())
	id, _, _ := strings.Cut(o.Token, ":")
	botID, _ := strconv.ParseInt(id, 10, 64)
	return &Server{
		opt: o, spec: loadSpec(), methods: methodTable(), ctx: ctx, stop: stop,
		bot:      wireUser{ID: botID, IsBot: true, FirstName: o.Name, Username: o.Username},
		citizens: map[int64]*Citizen{},
		queries:  map[string]*callbackQuery{},
		files:    newFileStore(),
		identity: newIdentity(o.Name),
		updates:  newUpdateQueue(o.FirstUpdate),
	}
}

// Close ends long polls, event streams and the webhook, and waits for the
// webhook's requests under way.
func (s *Server) Close() {
	s.stop()
	s.mu.Lock()
	if s.hook != nil {
		s.hook.cancel()
	}
	s.mu.Unlock()
	s.work.Wait()
}

// Handler serves the Bot API under /bot<token>/ and /file/bot<token>/, and the
// chat page under / and /chat/.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	s.servePage(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/bot"):
			s.serveAPI(w, r)
		case strings.HasPrefix(r.URL.Path, "/file/bot"):
			s.serveFile(w, r)
		default:
			mux.ServeHTTP(w, r)
		}
	})
}

// Token is the token the server lets in.
func (s *Server) Token() string { return s.opt.Token }

func (s *Server) now() time.Time { return s.opt.Clock().UTC() }
