package soak

import (
	"context"
	"fmt"
	"strings"
	"time"

	"satark/bot/sandbox"
	"satark/fraud"
)

// play goes through all stories of the plan. The error is errSilent, errLost or that of
// ctx or of the sandbox.
func (p *player) play(ctx context.Context) error {
	p.lang, p.done = p.plan.profile.Lang, map[string]bool{}
	if _, err := p.client.AddCitizen(ctx, p.plan.id, p.plan.profile); err != nil {
		return err
	}
	for _, s := range p.plan.cases {
		if err := p.tell(ctx, s); err != nil {
			return err
		}
	}
	return p.settle(ctx)
}

// tell goes from the first word of a story to its report.
func (p *player) tell(ctx context.Context, s *story) error {
	p.answered, p.draft = map[string]bool{}, ""
	f := filed{story: s}
	now, err := p.open(ctx, s)
	for err == nil && (!now.review() || len(s.whims[atReview]) > 0) {
		if now.review() {
			now, err = p.indulge(ctx, now, s.take(atReview))
			continue
		}
		now, err = p.question(ctx, s, &f, now)
	}
	if err == nil {
		err = p.submit(ctx, &f, now)
	}
	if err == nil && s.filed {
		err = p.file(ctx, f)
	}
	return err
}

// open walks to the first question of a story.
func (p *player) open(ctx context.Context, s *story) (sight, error) {
	var now sight
	steps := s.opening
	if p.agreed { // the notice is not shown a second time
		steps = append([]opening{}, steps[:len(steps)-1]...)
		steps[len(steps)-1].until = ""
	}
	for _, o := range steps {
		m := p.opened(o, now)
		if o.press == "g:agree" {
			p.agreed, p.agreedAt = true, p.newest
		}
		var err error
		if now, err = p.do(ctx, m); err != nil {
			return now, err
		}
	}
	p.draft = now.draft
	return now, nil
}

func (p *player) opened(o opening, now sight) move {
	until := func(s sight) bool { return s.button(o.until) != "" }
	if o.until == "" {
		until = p.goesOn
	}
	switch {
	case o.press != "":
		return p.tap(now, now.button(o.press), until)
	case o.forward:
		a := sandbox.Act{Kind: sandbox.ActForward, Text: o.text, Origin: &sandbox.Origin{Name: "a friend"}}
		return move{act: a, deed: deed{text: o.text}, until: until}
	}
	m := p.message(o.text, until)
	m.again = true
	return m
}

// goesOn waits for what has not been answered yet, or for the review.
func (p *player) goesOn(s sight) bool {
	return !p.done[s.draft] && (s.key != "" && !p.answered[s.key] || s.review())
}

// take are the whims at a key, which are followed once.
func (s *story) take(key string) []whim {
	some := s.whims[key]
	delete(s.whims, key)
	return some
}

func (p *player) tap(on sight, data string, until func(sight) bool) move {
	a := sandbox.Act{Kind: sandbox.ActPress, Message: on.message, Data: data}
	return move{act: a, deed: deed{data: data}, until: until, again: true}
}

func (p *player) message(text string, until func(sight) bool) move {
	return move{act: sandbox.Act{Kind: sandbox.ActSay, Text: text}, deed: deed{text: text, secret: p.isSecret(text)}, until: until}
}

func (p *player) isSecret(text string) bool {
	for _, one := range p.plan.plants {
		if strings.Contains(text, one.typed) {
			return true
		}
	}
	return false
}

// question does at a question what the story has for it, and returns what comes next.
func (p *player) question(ctx context.Context, s *story, f *filed, now sight) (sight, error) {
	said := s.said[now.key]
	if len(said) == 0 {
		return now, fmt.Errorf("%w: %s", errLost, now.key)
	}
	asked := now.key
	now, err := p.indulge(ctx, now, s.take(now.key))
	if err != nil || now.key != asked { // another question, where an answer was lost
		return now, err
	}
	for i, one := range said {
		if err != nil {
			return now, err
		}
		key := asked
		until := func(next sight) bool { return next.key == key && next.choice("_done") != "" }
		if i == len(said)-1 {
			p.answered[key], until = true, p.goesOn
		}
		if one.press == firstOption {
			one.press = now.options[0]
			f.category = fraud.Category(one.press)
		}
		var m move
		if m, err = p.saying(one, now, until); err == nil {
			m.unsure = i == len(said)-1
			now, err = p.do(ctx, m)
		}
	}
	return now, err
}

// saying makes a move of what a story has for a question.
func (p *player) saying(one saying, now sight, until func(sight) bool) (move, error) {
	switch {
	case one.press != "":
		data := now.choice(one.press)
		if data == "" {
			return move{}, fmt.Errorf("%w: %s has no button %s", errLost, now.key, one.press)
		}
		m := p.tap(now, data, until)
		m.twice = one.twice
		return m, nil
	case one.contact != "":
		a := sandbox.Act{Kind: sandbox.ActContact, Phone: one.contact}
		return move{act: a, deed: deed{text: one.contact, media: "contact"}, until: until}, nil
	case one.photo != "":
		data, err := p.content(one.photo)
		a := sandbox.Act{Kind: sandbox.ActSend, Files: []sandbox.Attachment{{Kind: sandbox.KindPhoto, Name: one.photo, Data: data}}}
		return move{act: a, deed: deed{media: "photo"}, until: until}, err
	}
	return p.message(one.text, until), nil
}

// submit taps submit and reads the number.
func (p *player) submit(ctx context.Context, f *filed, now sight) error {
	m := p.tap(now, now.button("r:"+now.draft+":submit"), func(s sight) bool { return s.button("g:filed:") != "" })
	m.twice = f.story.twice
	p.done[now.draft] = true
	done, err := p.do(ctx, m)
	if err != nil {
		return err
	}
	number := strings.Split(done.button("g:filed:"), ":")[2]
	f.number, f.lang, f.before = fraud.Number(number), p.lang, time.Now()
	p.filings = append(p.filings, *f)
	p.draft = ""
	return nil
}

// file tells that the report was filed officially, without a reference.
func (p *player) file(ctx context.Context, f filed) error {
	list := func(s sight) bool { return s.button("g:noref:"+string(f.number)) != "" }
	desk := map[fraud.Route]string{fraud.RouteLoss: "ncrp", fraud.RouteSuspected: "chakshu"}[f.story.route]
	now, err := p.do(ctx, p.tap(sight{message: p.spoken}, "g:filed:"+string(f.number)+":"+desk, list))
	if err != nil {
		return err
	}
	_, err = p.do(ctx, p.tap(now, now.button("g:noref:"), func(s sight) bool {
		return s.button("g:reports") != "" && s.button("g:noref:") == "" && s.button("g:filed:") == ""
	}))
	return err
}
