package main

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"time"

	"satark/bot/sandbox"
)

const sandboxStory = `satark sandbox is a Bot API server of our own with a chat page in the browser, alone: run
"satark serve" against it as a process of its own, with SATARK_API_URL and SATARK_TOKEN as printed.
Nothing leaves this machine, and nothing is kept when it ends.`

func runSandbox(ctx context.Context, args []string, t terminal) error {
	f := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	listen := f.String("listen", "127.0.0.1:8081", "address; the next free port is taken when it is busy")
	token := f.String("token", sandboxToken, "the token that is let in")
	limits := f.Bool("limits", false, "answer 429 above Telegram's rates")
	if err := parseFlags(f, args, t, sandboxStory); err != nil {
		return err
	}
	if _, err := parseToken(*token); err != nil {
		return Faults(nil).add("--token", err)
	}
	options := sandbox.Options{Token: *token}
	if *limits {
		options.Limits = sandbox.RealLimits()
	}
	listener, err := listenNear(*listen)
	if err != nil {
		return err
	}
	box := sandbox.New(options)
	server := &http.Server{Handler: box.Handler(), ReadHeaderTimeout: 10 * time.Second}
	go func() {
		<-ctx.Done()
		box.Close()
		_ = server.Close()
	}()
	fmt.Fprintf(t.out, "chat page  http://%s/\n\nSATARK_API_URL=http://%s SATARK_TOKEN=%s satark serve\n\nCtrl-C ends it.\n",
		listener.Addr(), listener.Addr(), *token)
	if err := server.Serve(listener); ctx.Err() == nil {
		return err
	}
	return nil
}
