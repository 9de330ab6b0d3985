package main

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"satark/bot/sandbox"
)

// actor is one pretend citizen on a stage.
type actor struct {
	stage   *stage
	citizen *sandbox.Citizen
	seen    int64 // revision of the screen that has been told of
	// attach finds the bytes of a file to send; nil: made up from its name.
	attach func(name string) ([]byte, error)
}

// enter brings a citizen on the stage.
func (s *stage) enter(id int64, p sandbox.Profile) *actor {
	return &actor{stage: s, citizen: s.sandbox.Citizen(id, p)}
}

// patience is how long the bot may take over one turn before a talk gives up.
const patience = time.Minute

// do does one thing, waits until the bot is done with it, and returns what came of it.
func (a *actor) do(ctx context.Context, doing act) ([]happening, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if doing.verb == "wait" {
		return a.wait(ctx, doing.arg)
	}
	acts, err := a.acts(doing)
	if err != nil {
		return nil, err
	}
	before := a.stage.answers.so()
	presses := 0
	var updates []int64
	for _, one := range acts {
		if one.Kind == sandbox.ActLabel && a.inline(one.Text) {
			presses++
		}
		ids, err := a.citizen.Do(one)
		if err != nil {
			return nil, err
		}
		updates = append(updates, ids...)
	}
	if err := a.stage.parts.store.settled(ctx, a.citizen.ID(), updates...); err != nil {
		return nil, fmt.Errorf("the bot did not come to rest: %w", err)
	}
	if err := a.stage.answers.reach(ctx, before+presses); err != nil {
		return nil, fmt.Errorf("a press was not answered: %w", err)
	}
	return a.news(), nil
}

// wait lets time go by. What became due is found by a bot that starts afresh.
func (a *actor) wait(ctx context.Context, how string) ([]happening, error) {
	d, err := time.ParseDuration(how)
	if err != nil || d <= 0 {
		return nil, fmt.Errorf("how long to wait: %q is not like 24h", how)
	}
	a.stage.clock.forward(d)
	if err := a.stage.restart(ctx); err != nil {
		return nil, err
	}
	if err := a.stage.parts.store.swept(ctx); err != nil {
		return nil, err
	}
	err = a.stage.parts.store.settled(ctx, a.citizen.ID())
	return a.news(), err
}

// inline tells whether a label is an inline button's, whose press wants an answer; a
// key of the reply keyboard only says its text.
func (a *actor) inline(label string) bool {
	return slices.ContainsFunc(a.citizen.Messages(), func(m sandbox.Message) bool {
		return slices.ContainsFunc(slices.Concat(m.Buttons...), func(b sandbox.Button) bool { return b.Text == label && b.Data != "" && !m.Deleted })
	})
}

// acts turns a line of a script into what the sandbox understands.
func (a *actor) acts(doing act) ([]sandbox.Act, error) {
	one := sandbox.Act{Text: a.numbered(doing.text)}
	var err error
	switch doing.verb {
	case "":
		one.Kind = sandbox.ActSay
	case "press":
		one.Kind = sandbox.ActLabel
	case "contact":
		one.Kind, one.Phone = sandbox.ActContact, doing.arg
	case "place":
		one.Kind = sandbox.ActLocation
		one.Place, err = parsePlace(doing.arg)
	case "forward":
		one.Kind, one.Origin = sandbox.ActForward, parseOrigin(doing.arg)
	case "edit":
		one.Kind, one.Message = sandbox.ActEdit, a.lastOwn()
	case "photo", "document", "voice", "video", "sticker":
		one.Kind = sandbox.ActSend
		one.Files, err = a.files(sandbox.Kind(doing.verb), doing.arg)
	case "album":
		one.Kind = sandbox.ActSend
		one.Files, err = a.files(sandbox.KindPhoto, strings.Fields(doing.arg)...)
	case "twice":
		again := sandbox.Act{Kind: sandbox.ActLabel, Text: strings.Trim(one.Text, "[]")}
		return []sandbox.Act{again, again}, nil
	default:
		return nil, fmt.Errorf("nobody can do {%s}", doing.verb)
	}
	return []sandbox.Act{one}, err
}

// numbered puts the report number that was last on the screen where a script says the
// plain one.
func (a *actor) numbered(text string) string {
	if !strings.Contains(text, plainNumber) {
		return text
	}
	for _, m := range slices.Backward(a.citizen.Messages()) {
		if number := numberPattern().FindString(m.Text); number != "" {
			return strings.ReplaceAll(text, plainNumber, number)
		}
	}
	return text
}

func parsePlace(arg string) (*sandbox.Place, error) {
	lat, long, _ := strings.Cut(arg, " ")
	north, err := strconv.ParseFloat(lat, 64)
	if err != nil {
		return nil, fmt.Errorf("a place is two numbers, not %q", arg)
	}
	east, err := strconv.ParseFloat(strings.TrimSpace(long), 64)
	if err != nil {
		return nil, fmt.Errorf("a place is two numbers, not %q", arg)
	}
	return &sandbox.Place{Latitude: north, Longitude: east}, nil
}

// parseOrigin reads who a forwarded message is from: a name, or a public @handle.
func parseOrigin(arg string) *sandbox.Origin {
	if handle, ok := strings.CutPrefix(arg, "@"); ok {
		return &sandbox.Origin{Name: handle, Username: handle}
	}
	return &sandbox.Origin{Name: arg}
}

// lastOwn is the citizen's newest message, 0 when there is none.
func (a *actor) lastOwn() int {
	for _, m := range slices.Backward(a.citizen.Messages()) {
		if !m.FromBot && !m.Deleted {
			return m.ID
		}
	}
	return 0
}

func (a *actor) files(kind sandbox.Kind, names ...string) ([]sandbox.Attachment, error) {
	attach := a.attach
	if attach == nil {
		attach = madeUpFile
	}
	var all []sandbox.Attachment
	for _, name := range names {
		data, err := attach(name)
		if err != nil {
			return nil, err
		}
		one := sandbox.Attachment{Kind: kind, Name: baseName(name), Mime: mimeOf(name), Data: data}
		if kind == sandbox.KindVoice || kind == sandbox.KindVideo {
			one.Duration = 5
		}
		all = append(all, one)
	}
	return all, nil
}

// play does what a script says and returns the script as it went. between is called
// after each turn; nil does nothing.
func (a *actor) play(ctx context.Context, s script, between func(context.Context) error) (script, error) {
	var went script
	for _, t := range s {
		all, err := a.do(ctx, t.act)
		if err != nil {
			return went, fmt.Errorf("> %s: %w", t.act, err)
		}
		went = append(went, turnOf{notes: t.notes, act: t.act, said: lines(all)})
		if between == nil {
			continue
		}
		if err := between(ctx); err != nil {
			return went, err
		}
	}
	return went, nil
}
