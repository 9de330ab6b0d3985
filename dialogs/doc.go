// Package dialogs is what the bot asks and says: forms as data, one engine that
// walks them, and the screens around them.
//
// Everything happens in Engine.Step: a session and one thing the citizen did go
// in, a new session, replies and effects come out. There is no Telegram here, no
// store, no clock and no randomness: the time and a fresh report number are part
// of the input, so a talk can be replayed from its inputs alone.
//
// In reading order: input.go and outcome.go (the two ends), session.go (what is
// remembered), step.go (who gets to answer an input), form.go (what a form is),
// walk.go (which question comes next), accept.go, read.go and refuse.go (what counts as an answer),
// prompt.go (how a question is shown), review.go and submit.go, then the two
// forms suspected.go and loss.go, and the screens: home.go, emergency.go,
// triage.go, consent.go, reports.go, language.go, mydata.go, cards.go.
//
// Two rules are above all others. Help before forms: panic words and the 1930
// button work at every step, before any consent or question. Nothing typed is
// lost: a wrong answer, another language, a cancelled form or a restart leave
// the draft as it was.
package dialogs
