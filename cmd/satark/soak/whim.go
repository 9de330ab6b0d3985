package soak

import (
	"context"
	"strings"
	"time"

	"satark/bot/sandbox"
)

// indulge does what the citizen does besides answering, and returns the question again.
func (p *player) indulge(ctx context.Context, now sight, whims []whim) (sight, error) {
	for _, w := range whims {
		var err error
		if now, err = p.one(ctx, now, w); err != nil {
			return now, err
		}
	}
	return now, nil
}

func (p *player) one(ctx context.Context, now sight, w whim) (sight, error) {
	again := p.same(now)
	if len(p.answered) == 0 && (w.kind == whimHelp || w.kind == whimStop || w.kind == whimDeaf) {
		return now, nil // a form without an answer is not kept, so there is nothing to come back to
	}
	switch w.kind {
	case whimWrong:
		return p.try(ctx, p.message(wrongAnswer(now.key), again))
	case whimSecret:
		return p.try(ctx, p.message(w.secret, again))
	case whimBack:
		return p.back(ctx, now)
	case whimTongue:
		return p.otherTongue(ctx, now)
	case whimHelp:
		return p.aside(ctx, p.tap(now, "g:lost", offersResume(now.draft)), again)
	case whimDeaf:
		return p.shutOut(ctx, again)
	case whimStop:
		return p.aside(ctx, p.tap(now, "g:stop", offersResume(now.draft)), again)
	}
	return now, nil
}

// try does what leads to a question of the form.
func (p *player) try(ctx context.Context, m move) (sight, error) {
	m.unsure = true
	return p.do(ctx, m)
}

// same waits for what was on the screen: the same question, or the review.
func (p *player) same(now sight) func(sight) bool {
	return func(s sight) bool {
		return s.draft == now.draft && s.key == now.key && s.review() == now.review()
	}
}

// anything takes any question of the form.
func (p *player) anything(s sight) bool {
	return s.draft == p.draft && s.draft != "" && (s.key != "" || s.review())
}

// blockedFor is how long the bot cannot answer: long enough to try.
const blockedFor = 400 * time.Millisecond

// shutOut does something that the bot takes and cannot answer, and asks again when it can.
func (p *player) shutOut(ctx context.Context, again func(sight) bool) (sight, error) {
	if err := p.settle(ctx); err != nil {
		return sight{}, err
	}
	if err := p.client.SetChatFaults(ctx, p.plan.id, sandbox.Faults{Blocked: true}); err != nil {
		return sight{}, err
	}
	resume := p.tap(sight{message: p.spoken}, "g:resume:"+p.draft, again)
	p.deaf = true
	err := p.send(ctx, resume.act, resume.deed)
	p.deaf = false
	if err == nil {
		err = p.settle(ctx)
	}
	if err == nil {
		err = pause(ctx, blockedFor)
	}
	if err == nil {
		err = p.client.SetChatFaults(ctx, p.plan.id, sandbox.Faults{})
	}
	if err != nil {
		return sight{}, err
	}
	return p.try(ctx, resume)
}

func offersResume(draft string) func(sight) bool {
	return func(s sight) bool { return s.button("g:resume:"+draft) != "" }
}

// wrongAnswer is what cannot be the answer to a question and is too short to be kept for
// another.
func wrongAnswer(key string) string {
	id, _, _ := strings.Cut(key, ".")
	switch id {
	case "utr":
		return "12345"
	case "to", "suspect", "suspects":
		return "12"
	case "bank", "details", "name":
		return "!!!"
	}
	return "zzz?"
}

// back goes one question back and keeps what stands there.
func (p *player) back(ctx context.Context, now sight) (sight, error) {
	if now.review() || now.choice("_back") == "" {
		return now, nil
	}
	before, err := p.try(ctx, p.tap(now, now.choice("_back"), func(s sight) bool {
		return s.draft == now.draft && s.key != now.key && s.choice("_keep") != ""
	}))
	if err != nil || before.choice("_keep") == "" {
		return before, err
	}
	p.answered[before.key] = true // seldom a question that was never on the screen
	return p.try(ctx, p.tap(before, before.choice("_keep"), p.same(now)))
}

// otherTongue goes on in the other language.
func (p *player) otherTongue(ctx context.Context, now sight) (sight, error) {
	tag := "hi"
	if p.lang == "hi" {
		tag = "en"
	}
	menu, err := p.do(ctx, p.tap(now, "g:lang", func(s sight) bool { return s.button("g:lang:"+tag) != "" }))
	if err != nil {
		return now, err
	}
	p.lang = tag
	return p.try(ctx, p.tap(menu, "g:lang:"+tag, p.same(now)))
}

// aside leaves the question and comes back to it.
func (p *player) aside(ctx context.Context, away move, again func(sight) bool) (sight, error) {
	there, err := p.do(ctx, away)
	if err != nil {
		return there, err
	}
	return p.try(ctx, p.tap(there, there.button("g:resume:"+p.draft), again))
}
