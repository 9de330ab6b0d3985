package store

import (
	"encoding/json"
	"testing"
	"time"

	"satark/store/seal"
)

// FuzzRecords opens sealed records with whatever content: an earlier or later version may
// have written it, and it must never end the process.
func FuzzRecords(f *testing.F) {
	f.Add([]byte(`{"lang":"hi","_chat":7,"_said":"2026-11-24T04:30:00Z","drafts":{"1":null}}`))
	f.Add([]byte(`{"chat":7,"kind":"send","body":"eA==","due":"2026-11-24T04:30:00Z"}`))
	f.Add([]byte(`{"chat":7,"report":{"number":"SK-7F3K-92QX","suspicion":{"suspect":[null]}}}`))
	f.Add([]byte(`null`))
	operator, err := seal.NewOperator(seal.NewKey())
	if err != nil {
		f.Fatal(err)
	}
	keys, err := seal.NewKeyring(operator, seal.NewRoot())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, plain []byte) {
		box, wrap, err := keys.NewPerson("p")
		if err != nil {
			t.Fatal(err)
		}
		s := &Store{keys: keys, operator: operator}
		chat := &Chat{person: "p", box: box}
		rec := Person{Version: "life.1", Wrap: wrap, Session: box.Seal(chat.label("session", "life.1"), plain)}
		valid := json.Valid(plain)
		if err := s.fill(chat, rec); err == nil && !valid {
			t.Errorf("a session of %q", plain)
		}
		_ = evidenceOf(chat.Session, nil)
		_ = lastKnown(chat.Session, nil)
		_, report, err := openReport(chat, Record{"n", box.Seal(chat.label("report", "n"), plain)})
		if err == nil && !valid {
			t.Errorf("a report of %q", plain)
		}
		_ = s.marks(report)
		leased := Leased{Item: Item{ID: "i", Sealed: box.Seal(deliveryLabel("p", "i"), plain)}, Person: "p", Wrap: wrap}
		if _, err := s.openDelivery(leased); err == nil && !valid {
			t.Errorf("a delivery of %q", plain)
		}
		var at carried
		if err := json.Unmarshal(plain, &at); err == nil && !valid {
			t.Errorf("carried by %q", plain)
		}
		_, _ = chat.after(&Turn{Lines: []Line{{At: time.Time{}, Who: citizen}}})
	})
}
