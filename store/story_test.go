package store_test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store"
)

// The story is what every store of the corpus in testdata holds. It never changes: each
// version of this program has told it once.

// told is when it happens.
var told = time.Date(2026, 11, 24, 4, 30, 0, 0, time.UTC)

// seenFor keeps the seen marks of the corpus for longer than anybody will run its test.
const seenFor = 100 * 365 * 24 * time.Hour

const suspect = "+919876543210"

func aLine(who, text string) store.Line { return store.Line{At: told, Who: who, Text: text} }

func aReport(number fraud.Number, evidence ...fraud.Evidence) fraud.Report {
	return fraud.Report{
		Number: number, Route: fraud.RouteSuspected, Status: fraud.StatusPrepared, Created: told, Updated: told, Evidence: evidence,
		Reporter: fraud.Person{Name: "Meenakshi Sundaram"},
		Suspicion: &fraud.Suspicion{
			Suspect: []fraud.Identifier{{Kind: fraud.KindMobile, Value: suspect}}, Details: "पुलिस बनकर फ़ोन किया",
		},
	}
}

func aSession(serial int) dialogs.Session {
	return dialogs.Session{Lang: "hi", Serial: serial, Drafts: map[string]*dialogs.Draft{
		"1": {ID: "1", Form: "suspicion", Version: 1, Begun: told, Answers: map[string]dialogs.Answer{"medium": {Code: "call"}}},
	}}
}

// tell tells the story to an empty store.
func tell(ctx context.Context, s *store.Store) error {
	withdrawn := aReport("SK-0000-0102")
	withdrawn.Status = fraud.StatusWithdrawn
	turns := []struct {
		chat int64
		turn store.Turn
	}{
		{101, store.Turn{Update: 1, Lines: []store.Line{aLine("citizen", "पैसे कट गए"), aLine("bot", "1930")}}},
		{101, store.Turn{
			Update: 2, Lines: []store.Line{aLine("citizen", "हो गया")}, Claims: []fraud.Number{"SK-7F3K-92QX"},
			Reports: []fraud.Report{aReport("SK-7F3K-92QX", fraud.Evidence{ID: "shot", Kind: "photo"})},
			Deliveries: []store.Delivery{
				{Kind: "send", Body: []byte("reply")}, {Kind: "send", Body: []byte("second reply")},
				{Kind: "fetch", Body: []byte("file"), Number: "SK-7F3K-92QX"},
				{Kind: "remind", Body: []byte("reminder"), Due: told.Add(30 * 24 * time.Hour)},
			},
		}},
		{102, store.Turn{Update: 1, Claims: []fraud.Number{"SK-0000-0102"}, Reports: []fraud.Report{aReport("SK-0000-0102")}}},
		{102, store.Turn{Update: 2, Reports: []fraud.Report{withdrawn}}},
		{103, store.Turn{Update: 1, Claims: []fraud.Number{"SK-0000-0103"}, Reports: []fraud.Report{aReport("SK-0000-0103")}}},
		{104, store.Turn{
			Update: 1, Claims: []fraud.Number{"SK-0000-0104", "SK-0000-0105"}, Lines: []store.Line{aLine("citizen", "two")},
			Reports: []fraud.Report{aReport("SK-0000-0104"), aReport("SK-0000-0105")},
		}},
		{105, store.Turn{Update: 1, Lines: []store.Line{aLine("citizen", "hello")}}},
	}
	for i, t := range turns {
		chat, err := s.Load(ctx, t.chat)
		if err != nil {
			return err
		}
		t.turn.Chat, t.turn.At, t.turn.Session = chat, told, aSession(i)
		if err := s.Commit(ctx, &t.turn); err != nil {
			return err
		}
	}
	if _, err := s.PutBlob(ctx, 101, "shot", strings.NewReader("a picture")); err != nil {
		return err
	}
	if err := s.Forget(ctx, 103); err != nil {
		return err
	}
	return tellParked(ctx, s)
}

func tellParked(ctx context.Context, s *store.Store) error {
	for i, chat := range []int64{101, 0} {
		p := store.Parked{ID: fmt.Sprint(55 + i), Kind: store.ParkedUpdate, Chat: chat, At: told, Cause: "shape", Body: []byte("{}")}
		if err := s.Park(ctx, p); err != nil {
			return err
		}
	}
	return nil
}
