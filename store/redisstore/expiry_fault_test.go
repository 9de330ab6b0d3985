package redisstore_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"satark/store"
	"satark/store/redisstore"
)

// mayExpire are the only keys that have an end: marks of updates seen, allowances, what
// keeps a repeated call from working twice, and when the files were last written anew.
var mayExpire = regexp.MustCompile(`^satark:(?:\{p\d{3}\}:)?(seen:|spend:|freed:|trimmed:|rewritten$)`)

// TestWhatExpires ends every key that has an end, one by one, as time does. No session,
// report, transcript, delivery or anything else that is kept changes by it.
func TestWhatExpires(t *testing.T) {
	s := startServer(t)
	e := openAt(t, s.URL(), redisstore.Options{})
	fill(t, e)
	rdb := s.client()
	defer rdb.Close()

	before := kept(t, e)
	met := map[string]int{}
	for _, key := range everyKey(t, rdb) {
		left, err := rdb.PTTL(t.Context(), key).Result()
		if err != nil {
			t.Fatal(err)
		}
		kind := mayExpire.FindStringSubmatch(key)
		if (left > 0) != (kind != nil) {
			t.Errorf("%s ends in %v", key, left)
		}
		if left <= 0 {
			continue
		}
		if gone, err := rdb.PExpireAt(t.Context(), key, time.UnixMilli(1)).Result(); err != nil || !gone {
			t.Fatalf("%s does not end: %v", key, err)
		}
		if kind != nil {
			met[kind[1]]++
		}
		if after := kept(t, e); after != before {
			t.Fatalf("without %s what is kept is\n%s\nand was\n%s", key, after, before)
		}
	}
	for _, kind := range []string{"seen:", "spend:", "freed:", "trimmed:", "rewritten"} {
		if met[kind] == 0 {
			t.Errorf("no key of the kind %q was met: the test proves nothing of it", kind)
		}
	}
}

// fill leaves something of everything in a store.
func fill(t testing.TB, e store.Engine) {
	t.Helper()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	at := time.Now().UTC().Truncate(time.Millisecond)
	for i := range 5 {
		person := fmt.Sprintf("%02x%030x", 7*i, i)
		c := firstTurn(person)
		c.Now, c.SeenUntil, c.Until, c.Owner = at, at.Add(time.Hour), at.Add(time.Minute), "dead"
		for j := range c.Items {
			c.Items[j].Due = at.Add(time.Duration(j) * time.Hour)
		}
		_, err := e.Commit(t.Context(), c)
		check(err)
		check(e.Claim(t.Context(), person, person))
		check(e.Index(t.Context(), person, []string{"mark"}, nil))
		check(e.Park(t.Context(), store.ParkedRecord{ID: person, Person: person, Sealed: []byte("parked")}))
		_, err = e.Spend(t.Context(), "turn:"+person, at, time.Second, 5)
		check(err)
		check(e.Mark(t.Context(), "dead", at, []store.Marked{{Person: person, ID: "1", Again: at.Add(time.Minute)}}))
	}
	check(e.Trim(t.Context(), fmt.Sprintf("%02x%030x", 7, 1), nil, 1))
	_, err := e.Once(t.Context(), "name", []byte("value"))
	check(err)
	// One process holds something, and dies; another frees it.
	for _, b := range []store.Beating{
		{Owner: "dead", Now: at, Until: at.Add(time.Second)}, {Owner: "alive", Now: at.Add(time.Hour), Until: at.Add(2 * time.Hour)},
	} {
		_, err := e.Beat(t.Context(), b)
		check(err)
	}
}

// kept is all that is kept, but for seen marks, as text.
func kept(t testing.TB, e store.Engine) string {
	t.Helper()
	var all []string
	for cursor := ""; ; {
		some, next, err := e.Walk(t.Context(), cursor, 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range some {
			if entry.Seen == nil {
				text, err := json.Marshal(entry)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, string(text))
			}
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	slices.Sort(all)
	stats, err := e.Stats(t.Context(), time.Now().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	stats.Due, stats.Oldest = 0, time.Time{} // change with the time of asking
	return fmt.Sprintf("%+v\n%s", stats, slices.Compact(all))
}

func everyKey(t testing.TB, rdb *redis.Client) []string {
	t.Helper()
	var all []string
	scan := rdb.Scan(t.Context(), 0, "*", 1000).Iterator()
	for scan.Next(t.Context()) {
		all = append(all, scan.Val())
	}
	if err := scan.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}
