package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"satark/bot/sandbox"
)

const talkStory = `satark talk is a conversation with the bot in the terminal, as a pretend citizen, with nothing sent
anywhere. Type what the citizen types; a number presses the button of that number. And:

  /lost …             a command of the bot's
  :photo FILE         send a picture     (:document, :voice, :album FILE FILE …)
  :contact +91…       share the citizen's own number
  :forward FROM TEXT  forward a message  (FROM is one word or @handle)
  :place LAT LONG     send a place
  :edit TEXT          edit the last message
  :wait 24h           let time go by
  :say 5              type a number instead of pressing a button
  :print              print the talk so far as a transcript test
  :quit               end

It reads lines from a pipe just as well.
`

func runTalk(ctx context.Context, args []string, t terminal) error {
	f := flag.NewFlagSet("talk", flag.ContinueOnError)
	lang := f.String("lang", "en", "language of the citizen's app")
	data := f.String("data", "", "directory of the store, kept; default: a temporary one")
	transcript := f.String("transcript", "", "file to write the talk to, as a transcript test")
	if err := parseFlags(f, args, t, talkStory); err != nil {
		return err
	}
	dir := *data
	if dir == "" {
		temp, remove, err := tempDir()
		if err != nil {
			return err
		}
		defer remove()
		dir = temp
	}
	c, err := talk(ctx, t, staging{dir: dir}, sandbox.Profile{First: "Asha", Lang: *lang})
	if err != nil || *transcript == "" {
		return err
	}
	return os.WriteFile(*transcript, []byte(c.String()), 0o644)
}

// talk holds a conversation and returns it as a script.
func talk(ctx context.Context, t terminal, how staging, who sandbox.Profile) (went script, err error) {
	s, err := setStage(how)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.strike()) }()
	if err := s.boot(context.WithoutCancel(ctx)); err != nil {
		return nil, err
	}
	c := &conversation{actor: s.enter(700_200_001, who), out: t.out}
	c.actor.attach = os.ReadFile
	fmt.Fprint(t.out, "A talk with the bot on this machine. :quit ends it, /start begins it.\n")
	lines := readLines(t.in)
	for ctx.Err() == nil {
		fmt.Fprint(t.out, "> ")
		select {
		case line, more := <-lines:
			if !more || line == ":quit" {
				fmt.Fprintln(t.out)
				return c.went, nil
			}
			c.line(ctx, line)
		case <-ctx.Done():
		}
	}
	return c.went, nil
}

// readLines reads in the background: a terminal cannot be told to stop reading.
func readLines(r io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scan := bufio.NewScanner(r); scan.Scan(); {
			lines <- strings.TrimSpace(scan.Text())
		}
	}()
	return lines
}

// conversation is a talk in the terminal so far.
type conversation struct {
	actor   *actor
	out     io.Writer
	went    script
	buttons []string // labels that can be pressed by number, the first is 1
}

// line does what one line says; a fault is told and the talk goes on.
func (c *conversation) line(ctx context.Context, line string) {
	switch line {
	case "":
		return
	case ":print":
		fmt.Fprint(c.out, c.went.String())
		return
	}
	doing, err := c.read(line)
	var all []happening
	if err == nil {
		all, err = c.actor.do(ctx, doing)
	}
	if err != nil {
		fmt.Fprintln(c.out, "!", err)
		return
	}
	c.went = append(c.went, turnOf{act: doing.portable(), said: lines(all)})
	c.show(all)
}

// read turns a line into an act.
func (c *conversation) read(line string) (act, error) {
	if n, err := strconv.Atoi(line); err == nil && n >= 1 && n <= len(c.buttons) {
		return act{verb: "press", text: c.buttons[n-1]}, nil
	}
	rest, ok := strings.CutPrefix(line, ":")
	if !ok {
		return act{text: line}, nil
	}
	verb, arg, _ := strings.Cut(rest, " ")
	switch arg = strings.TrimSpace(arg); verb {
	case "say":
		return act{text: arg}, nil
	case "forward":
		from, text, _ := strings.Cut(arg, " ")
		return act{verb: verb, arg: from, text: text}, nil
	case "edit":
		return act{verb: verb, text: arg}, nil
	case "photo", "document", "voice", "album", "contact", "place", "wait":
		return act{verb: verb, arg: arg}, nil
	}
	return act{}, fmt.Errorf("there is no :%s, see satark talk --help", verb)
}

// portable is the act as a transcript keeps it: without folders of this machine.
func (a act) portable() act {
	switch a.verb {
	case "photo", "document", "voice", "album":
		names := strings.Fields(a.arg)
		for i, name := range names {
			names[i] = baseName(name)
		}
		a.arg = strings.Join(names, " ")
	}
	return a
}

// show prints what came of it, with the buttons numbered that can be pressed now.
func (c *conversation) show(all []happening) {
	fresh := false
	for _, h := range all {
		if h.toast != "" {
			fmt.Fprintf(c.out, "  (%s)\n", h.toast)
			continue
		}
		if !fresh && len(h.message.Buttons) > 0 {
			c.buttons, fresh = nil, true
		}
		fmt.Fprintln(c.out, "\n  "+strings.ReplaceAll(h.text(), "\n", "\n  "))
		c.showButtons(h.message)
	}
	fmt.Fprintln(c.out)
}

func (c *conversation) showButtons(m *sandbox.Message) {
	if m.Deleted {
		return
	}
	for _, row := range m.Buttons {
		var cells []string
		for _, b := range row {
			if b.Data == "" {
				cells = append(cells, "["+buttonLabel(b)+"]")
				continue
			}
			c.buttons = append(c.buttons, b.Text)
			cells = append(cells, fmt.Sprintf("%d) %s", len(c.buttons), b.Text))
		}
		fmt.Fprintln(c.out, "    "+strings.Join(cells, "    "))
	}
	if m.Keyboard != nil {
		for _, row := range m.Keyboard.Rows {
			for _, key := range row {
				fmt.Fprintf(c.out, "    keyboard: %s\n", key.Text)
			}
		}
	}
}
