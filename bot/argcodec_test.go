package bot

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"satark/dialogs"
	"satark/fraud"
)

func drawArg(t *rapid.T) any {
	at := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC()
	return rapid.SampledFrom([]any{
		rapid.String().Draw(t, "text"), rapid.Int().Draw(t, "int"), fraud.Paise(rapid.Int64().Draw(t, "paise")), at,
		dialogs.When{At: at, Exact: true}, fraud.Identifier{Kind: fraud.KindVPA, Value: "a@b"}, fraud.Number("SK-1"),
		dialogs.Label("x"), []dialogs.Label{"x", "y"},
	}).Draw(t, "arg")
}

func drawArgs(t *rapid.T) dialogs.Args {
	if rapid.Bool().Draw(t, "none") {
		return nil
	}
	args := dialogs.Args{}
	for range rapid.IntRange(1, 4).Draw(t, "args") {
		args[rapid.StringMatching("[A-Z][a-z]+").Draw(t, "name")] = drawArg(t)
	}
	return args
}

func TestARemindersArgumentsComeBackAsTheyWere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := 3
		want := dialogs.Reply{Key: "k", Args: drawArgs(t), Count: &count,
			Lead:  []dialogs.Text{{Key: "lead", Args: drawArgs(t)}},
			Lines: []dialogs.Text{{Key: "line"}, {Key: "line", Args: drawArgs(t)}},
			Foot:  &dialogs.Text{Key: "foot", Args: drawArgs(t)},
			Rows:  [][]dialogs.Button{{{Key: "b", Args: drawArgs(t), Data: "d"}}, {{Text: "t", URL: "u"}}},
		}
		before := copyReply(want)
		body, err := encodeReply(want)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(want, before) {
			t.Error("encoding changed the reply")
		}
		got, err := decodeReply(body)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got  %+v\nwant %+v (%v)", got, want, err)
		}
	})
}

func TestAnArgumentOfAnUnknownKindIsRefused(t *testing.T) {
	if _, err := encodeReply(dialogs.Reply{Args: dialogs.Args{"X": 1.5}}); err == nil {
		t.Error("encoded")
	}
}

func FuzzDecodeReply(f *testing.F) {
	f.Add([]byte(`{"reply":{"key":"k"},"args":[{"A":{"t":"int","v":5}}]}`))
	f.Add([]byte(`{"reply":{"key":"k","foot":{"key":"f"}},"args":[]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := decodeReply(body)
		if err != nil {
			return
		}
		again, err := encodeReply(r)
		if err != nil {
			t.Fatalf("decoded %+v cannot be encoded: %v", r, err)
		}
		if back, err := decodeReply(again); err != nil || !reflect.DeepEqual(back, r) {
			t.Errorf("got %+v, want %+v (%v)", back, r, err)
		}
	})
}
