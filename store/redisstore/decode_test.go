package redisstore

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"satark/store"
)

func FuzzPosition(f *testing.F) {
	f.Add("")
	f.Add(position{1 << 63, 5, 1<<64 - 1}.String())
	f.Add("0-0-0-0")
	f.Fuzz(func(t *testing.T, cursor string) {
		p, err := parsePosition(cursor)
		if err != nil {
			if !errors.Is(err, errCursor) {
				t.Errorf("the error is %v", err)
			}
			return
		}
		if again, err := parsePosition(p.String()); err != nil || again != p || p.node < 0 {
			t.Errorf("%q is read as %+v, then as %+v, %v", cursor, p, again, err)
		}
	})
}

func FuzzSeen(f *testing.F) {
	f.Add("4f2c8e731a621c39 1")
	f.Add("op 0 1795494690000")
	f.Add(" 1 -5")
	f.Fuzz(func(t *testing.T, mark string) {
		var s store.Seen
		if err := decodeSeen(mark, time.UnixMilli(7).UTC(), &s); err != nil {
			if !errors.Is(err, errRecord) {
				t.Errorf("the error is %v", err)
			}
			return
		}
		var again store.Seen
		if err := decodeSeen(encodeSeen(s), time.Time{}, &again); err != nil || again != s {
			t.Errorf("%q is read as %+v, then as %+v, %v", mark, s, again, err)
		}
	})
}

// nested makes an answer of a text: parts are split by "|", lists by "," within them.
func nested(text string) []any {
	var out []any
	for _, part := range strings.Split(text, "|") {
		words := strings.Split(part, ",")
		if len(words) == 1 {
			out = append(out, part)
			continue
		}
		list := make([]any, 0, len(words))
		for _, w := range words[1:] {
			list = append(list, w)
		}
		out = append(out, list)
	}
	return out
}

func FuzzDossier(f *testing.F) {
	f.Add("life.1 4 wrapsession|,a,b|,number,report|,1,line,7,2,sealed,2,side,9,0,sealed")
	f.Add("life.1 4 wrapsession|,|,|,")
	f.Add("life.1 9 wrap|,a|b|c")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := readDossier("person", nested(text))
		if err != nil {
			if !errors.Is(err, errRecord) {
				t.Errorf("the error is %v", err)
			}
			return
		}
		args := importCall(d).args
		if want := 5 + len(d.Lines) + 2*len(d.Reports) + 5*len(d.Items); len(args) != want || args[0] != "person" {
			t.Errorf("%q is laid out as %d words, want %d", text, len(args), want)
		}
	})
}

func FuzzLeased(f *testing.F) {
	f.Add("life.1 4 wrapsession|1|2|sealed")
	f.Add("life.1 4 wrapsession|1|x|sealed")
	f.Add("|1")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := readLeased(nested(text), waiting{partitionAt(0), "person:1", 0})
		if err != nil && !errors.Is(err, errRecord) {
			t.Errorf("the error is %v", err)
		}
		for _, l := range got {
			if l.Person != "person" || l.Line {
				t.Errorf("%q is read as %+v", text, l)
			}
		}
	})
}

func FuzzParseKey(f *testing.F) {
	for _, key := range []string{
		keysOf("ab").record(), keysOf("ab").seen(-7), claimKey("n"), markKey("m"), metaKey("root"), parkedKey, ownersKey, spendKey("x"),
	} {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, key string) {
		kind, name, ok := parseKey(key)
		if !ok {
			return
		}
		back := map[keyKind]string{
			claimsKey: claimKey(name), indexKey: markKey(name), namedKey: metaKey(name), parkKey: parkedKey,
		}[kind]
		inPartition := kind == personKey || kind == seenKey
		if inPartition == (back != "") || (!inPartition && back != key) || (inPartition && !strings.HasSuffix(key, ":"+name)) {
			t.Errorf("%q is read as %s %q", key, kind, name)
		}
	})
}

func TestReadStanding(t *testing.T) {
	good := []any{int64(2), int64(1), int64(1), "dead", "end"}
	want := roll{store.Standing{Alive: 2, First: true}, true, []ending{{"dead", "end"}}}
	if got, err := readStanding(good); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, bad := range [][]any{
		nil, {int64(1)}, {int64(1), int64(1), "1"}, {int64(1), int64(1), int64(1), "dead"},
		{int64(1), int64(1), int64(1), "dead", int64(2)}, {int64(1), int64(1), int64(1), nil, "end"},
	} {
		if _, err := readStanding(bad); !errors.Is(err, errRoll) {
			t.Errorf("%v: %v", bad, err)
		}
	}
}

func TestSlotsOfACluster(t *testing.T) {
	line := func(slots string) string {
		return "aa 127.0.0.1:1@2 master - 0 0 1 connected 0-5\nbb 127.0.0.1:3@4 myself,master - 0 0 2 connected " + slots + "\n"
	}
	tests := []struct {
		slots []string // of each master
		ok    bool
	}{
		{[]string{"0-16383"}, true},
		{[]string{"0-5460 5462", "5461 5463-16383"}, true},
		{[]string{"0-16382"}, false},
		{[]string{"0-5460", "5462-16383"}, false},
		{[]string{"0-16383 [77->-aa]"}, false},
		{[]string{"0-8191", "0-8191"}, false},
		{[]string{"0-16384"}, false},
		{[]string{"-1-16383"}, false},
		{[]string{""}, false},
	}
	for _, tt := range tests {
		var all []master
		for _, s := range tt.slots {
			all = append(all, master{slots: ownSlots(line(s))})
		}
		if err := covered(all); (err == nil) != tt.ok {
			t.Errorf("%q: %v", tt.slots, err)
		}
	}
}

func TestAllowancesSpreadOverPartitions(t *testing.T) {
	person := strings.Repeat("0", 30) + "ff"
	if got, want := spendKey("update:"+person), "satark:{p000}:spend:update:"+person; got != want {
		t.Errorf("got %s", got)
	}
	for _, name := range []string{"", "all", "update:" + strings.Repeat("x", 32)} {
		if got := spendKey(name); got != "satark:spend:"+name {
			t.Errorf("%q: %s", name, got)
		}
	}
}
