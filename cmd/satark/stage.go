package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"satark/bot/sandbox"
)

// stage is the bot with the sandbox in Telegram's place, in one process: what the
// demo, the talk in the terminal, the transcript tests and the benchmark play on.
type stage struct {
	sandbox  *sandbox.Server
	clock    *clock
	log      *slog.Logger
	settings Settings
	seams    seams
	parts    *parts
	answers  *answerCount

	server *http.Server
	addr   string // host:port of the sandbox
}

// staging says how to set a stage. The zero value is a stage on a free port with a
// store that is gone afterwards.
type staging struct {
	listen string // "": a free port of this machine
	dir    string // of the store; "": a temporary one
	clock  *clock // nil: the world's
	limits sandbox.Limits
	tags   []string // languages; nil: all
	log    *slog.Logger
	// rate and chatRate are messages a second; 0: so many that they do not matter.
	rate, chatRate float64
	seams          seams
}

const unhurried = 1e6 // a rate that never makes anybody wait

// setStage starts the sandbox; boot starts the bot on it. The caller strikes the stage.
func setStage(o staging) (*stage, error) {
	if o.clock == nil {
		o.clock = runningClock()
	}
	if o.log == nil {
		o.log = slog.New(slog.DiscardHandler)
	}
	if o.listen == "" {
		o.listen = "127.0.0.1:0"
	}
	listener, err := listenNear(o.listen)
	if err != nil {
		return nil, err
	}
	s := &stage{
		clock: o.clock, log: o.log, seams: o.seams, answers: newAnswerCount(),
		sandbox: sandbox.New(sandbox.Options{Token: sandboxToken, Clock: o.clock.now, Limits: o.limits}),
		addr:    listener.Addr().String(),
	}
	s.seams.clock, s.seams.client = o.clock.now, &http.Client{Transport: s.answers}
	s.settings = Settings{
		Token: sandboxToken, APIURL: "http://" + s.addr, Store: StoreAt{Dir: o.dir}, Languages: o.tags,
		Rate: orElse(o.rate, unhurried), ChatRate: orElse(o.chatRate, unhurried),
	}
	s.server = &http.Server{Handler: s.sandbox.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("the sandbox stopped serving", "error", err)
		}
	}()
	return s, nil
}

// sandboxToken is no secret: the sandbox listens on this machine only.
const sandboxToken = "1930001:SandboxTokenThatNoTelegramKnows0"

func orElse(value, other float64) float64 {
	if value == 0 {
		return other
	}
	return value
}

// listenNear listens at addr, or at one of the next twenty ports when it is taken.
func listenNear(addr string) (net.Listener, error) {
	tcp, err := net.ResolveTCPAddr("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("address %q: %w", addr, err)
	}
	var first error
	for range 20 {
		listener, err := net.Listen("tcp", tcp.String())
		if err == nil || tcp.Port == 0 {
			return listener, err
		}
		first = errors.Join(first, err)
		tcp.Port++
	}
	return nil, fmt.Errorf("no free port from %s on: %w", addr, first)
}

// boot starts the bot as a fresh process would: nothing is left in memory.
func (s *stage) boot(ctx context.Context) error {
	p, err := assemble(ctx, s.settings, s.seams, s.log)
	if err != nil {
		return err
	}
	p.store.talk()
	if err := p.bot.Start(ctx); err != nil {
		return errors.Join(err, p.close())
	}
	s.parts = p
	return nil
}

// halt stops the bot and closes its store.
func (s *stage) halt(ctx context.Context) error {
	if s.parts == nil {
		return nil
	}
	p := s.parts
	s.parts = nil
	return errors.Join(p.bot.Stop(ctx), p.close())
}

// strike ends everything on the stage.
func (s *stage) strike() error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	err := s.halt(ctx)
	s.sandbox.Close()
	return errors.Join(err, s.server.Close())
}

// stopTime is how long turns under way may take once we are told to stop.
const stopTime = 10 * time.Second

// tempDir makes a directory for a store that nobody will miss.
func tempDir() (dir string, remove func(), err error) {
	dir, err = os.MkdirTemp("", "satark-")
	return dir, func() { _ = os.RemoveAll(dir) }, err
}

// restart stops the bot and starts it again, as a new process would.
func (s *stage) restart(ctx context.Context) error {
	if err := s.halt(ctx); err != nil {
		return err
	}
	return s.boot(context.WithoutCancel(ctx))
}
