package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"satark/locales"
	"satark/store/seal"
)

const serveStory = `satark serve is the bot, against Telegram or the server in SATARK_API_URL. It takes updates by
webhook when SATARK_WEBHOOK_URL is set, and asks for them otherwise. SIGTERM or Ctrl-C ends it
cleanly: turns in hand are finished and sent.

Settings, from the environment:
`

func runServe(ctx context.Context, args []string, t terminal) error {
	catalogue, err := locales.Load()
	if err != nil {
		return err
	}
	known := knownTags(catalogue)
	f := flag.NewFlagSet("serve", flag.ContinueOnError)
	if err := parseFlags(f, args, t, serveStory, func(w io.Writer) { printSettingsHelp(w, known) }); err != nil {
		return err
	}
	settings, err := readSettings(environment(), known)
	if err != nil {
		return err
	}
	log := slog.New(slog.NewJSONHandler(t.err, &slog.HandlerOptions{Level: settings.Log}))
	for _, name := range settings.Unknown {
		log.Warn("a variable that means nothing", "name", name)
	}
	return serve(ctx, settings, log)
}

// serve runs the bot until ctx ends. The operators' listener is the first thing up and
// the last thing down, so that a probe always has an answer.
func serve(ctx context.Context, s Settings, log *slog.Logger) error {
	return serveWith(ctx, s, seams{}, log)
}

// serveWith is serve, with some of the world replaced.
func serveWith(ctx context.Context, s Settings, with seams, log *slog.Logger) error {
	state := &opsState{}
	ops, err := listenAndServe("operators", s.OpsListen, opsHandler(state), log)
	if err != nil {
		return fault("is taken: "+err.Error(), "set SATARK_OPS_LISTEN to another port")
	}
	defer ops.stop()

	p, err := assemble(ctx, s, with, log)
	if err != nil {
		return err
	}
	defer func() { closed(log, "store", p.close()) }()
	state.set(p)
	keys := make(chan struct{})
	go func() { refreshKeys(ctx, p.store.operator, log); close(keys) }()
	defer func() { <-keys }()

	if s.WebhookURL != "" {
		public, err := listenAndServe("public", s.Listen, publicHandler(p.bot), log)
		if err != nil {
			return fault("is taken: "+err.Error(), "set SATARK_LISTEN to another port")
		}
		defer public.stop()
	}
	if err := p.bot.Start(ctx); err != nil {
		return fmt.Errorf("start: %w", err)
	}
	log.Info("started", "version", version(), "store", s.Store.String(), "webhook", s.WebhookURL != "")
	<-ctx.Done()

	log.Info("stopping: turns in hand are finished")
	stopping, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	if err := p.bot.Stop(stopping); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	log.Info("stopped")
	return nil
}

// keysEvery is how often the operator's keys are read anew.
const keysEvery = 5 * time.Second

// refreshKeys takes up a change of the files that hold the operator's keys, until ctx ends.
func refreshKeys(ctx context.Context, o *seal.Operator, log *slog.Logger) {
	for wait(ctx, keysEvery) == nil {
		if err := o.Refresh(); err != nil {
			log.Error("the operator's keys cannot be read anew; those read before are still used", "error", err)
		}
	}
}

func publicHandler(bot http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /telegram", bot)
	return mux
}

// listening is an HTTP server on an address.
type listening struct {
	server *http.Server
	log    *slog.Logger
}

func listenAndServe(name, addr string, h http.Handler, log *slog.Logger) (*listening, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	l := &listening{log: log, server: &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(slog.DiscardHandler, slog.LevelError), // its lines name callers
	}}
	log.Info("listening", "for", name, "address", listener.Addr().String())
	go func() {
		if err := l.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the listener failed", "for", name, "error", err)
		}
	}()
	return l, nil
}

// stop answers the requests under way and closes the listener.
func (l *listening) stop() {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	closed(l.log, "listener", l.server.Shutdown(ctx))
}

func closed(log *slog.Logger, what string, err error) {
	if err != nil {
		log.Error("not closed cleanly", "what", what, "error", err)
	}
}
