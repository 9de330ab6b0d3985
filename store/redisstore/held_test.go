package redisstore_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"satark/store"
	"satark/store/redisstore"
	"satark/store/redisstore/redistest"
)

// TestWaitsForTheDiskOfAReplica has a server that knows WAITAOF say how many hold a write.
func TestWaitsForTheDiskOfAReplica(t *testing.T) {
	tests := []struct {
		says string
		ok   bool
	}{
		{"*2\r\n:1\r\n:1\r\n", true},
		{"*2\r\n:1\r\n:2\r\n", true},
		{"*2\r\n:0\r\n:1\r\n", false},
		{"*2\r\n:1\r\n:0\r\n", false},
		{"*1\r\n:1\r\n", false},
		{"-ERR WAITAOF cannot be used with replica instances.\r\n", false},
	}
	for _, tt := range tests {
		s := startScripted(t, true)
		var waits [][]string
		e := s.open(t, redisstore.Options{Wait: 1, Timeout: 100 * time.Millisecond}, func(args []string) string {
			if args[0] == "WAITAOF" {
				waits = append(waits, args)
				return tt.says
			}
			return bulk("done 1")
		})
		_, err := e.Commit(t.Context(), firstTurn(mine))
		if (err == nil) != tt.ok {
			t.Errorf("%q: %v", tt.says, err)
		}
		if !strings.HasPrefix(s.heard(), "EVALSHA WAITAOF") || fmt.Sprint(waits[0]) != "[WAITAOF 1 1 25]" {
			t.Errorf("the server heard %s, %v", s.heard(), waits)
		}
	}
}

// replicated is a server with a replica.
func replicated(t *testing.T) (s *server, replica *redistest.Node) {
	t.Helper()
	s, second := startServer(t), startServer(t)
	host, port, err := net.SplitHostPort(s.addr)
	if err != nil {
		t.Fatal(err)
	}
	replica = second.Nodes()[0]
	if err := replica.Client().ReplicaOf(t.Context(), host, port).Err(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		info, err := replica.Client().Info(t.Context(), "replication").Result()
		if err == nil && strings.Contains(info, "master_link_status:up") {
			return s, replica
		}
		if time.Now().After(deadline) {
			t.Fatalf("the replica does not follow: %v", err)
		}
	}
}

func waiting(t *testing.T, s *server, opt redisstore.Options) *redisstore.Engine {
	t.Helper()
	e, err := redisstore.Open(t.Context(), s.URL(), opt)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

// TestTheReplicaHoldsWhatWasAnswered looks at the replica as soon as the answer is there.
func TestTheReplicaHoldsWhatWasAnswered(t *testing.T) {
	s, replica := replicated(t)
	e := waiting(t, s, redisstore.Options{Wait: 1})
	held := func(what, key string, there int64) {
		t.Helper()
		if n := replica.Client().Exists(t.Context(), key).Val(); n != there {
			t.Errorf("after the %s the replica has %d of %s", what, n, key)
		}
	}
	record := "satark:{p000}:person:" + mine
	for i := range 20 {
		number := fmt.Sprintf("%032x", i)
		if err := e.Claim(t.Context(), number, mine); err != nil {
			t.Fatal(err)
		}
		held("claim", "satark:claim:"+number, 1)
		if _, err := e.Commit(t.Context(), firstTurn(mine)); i == 0 && err != nil {
			t.Fatal(err)
		}
		held("commit", record, 1)
	}
	if ok, err := e.Rewrap(t.Context(), mine, []byte("wrap"), []byte("anew")); err != nil || !ok {
		t.Errorf("rewrap: %v, %v", ok, err)
	}
	if raw := replica.Client().Get(t.Context(), record).Val(); !strings.Contains(raw, "anew") {
		t.Errorf("after the rewrap the replica has %q", raw)
	}
	if err := e.Park(t.Context(), store.ParkedRecord{ID: "1", Sealed: []byte("x")}); err != nil {
		t.Error(err)
	}
	held("parking", "satark:parked", 1)
	if err := e.Forget(t.Context(), mine); err != nil {
		t.Error(err)
	}
	held("forgetting", record, 0)
	if err := e.Import(t.Context(), []store.Entry{{Claim: &store.Claim{Number: "n", Person: mine}}}); err != nil {
		t.Error(err)
	}
	held("import", "satark:claim:n", 1)
}

// TestWhatIsNotHeldIsNotAcknowledged stops the replica: a turn is neither done nor seen,
// until it follows again.
func TestWhatIsNotHeldIsNotAcknowledged(t *testing.T) {
	s, replica := replicated(t)
	opt := redisstore.Options{Wait: 1, Timeout: 400 * time.Millisecond}
	e := waiting(t, s, opt)
	// Processes of their own: what waits on a connection that has written nothing waits
	// for nothing.
	var others [3]*redisstore.Engine
	for i := range others {
		others[i] = waiting(t, s, opt)
	}
	if err := replica.Freeze(); err != nil {
		t.Fatal(err)
	}
	few := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, redisstore.ErrTooFew) {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := e.Commit(t.Context(), firstTurn(mine))
	few("commit", err)
	again := firstTurn(mine)
	again.Op = "another"
	_, err = others[0].Commit(t.Context(), again)
	few("the same update", err)
	few("claim", e.Claim(t.Context(), mine, mine))
	few("claim again", others[1].Claim(t.Context(), mine, mine))
	few("another's claim", e.Claim(t.Context(), mine, "other"))
	few("forget", others[2].Forget(t.Context(), fmt.Sprintf("%032x", 1)))
	few("park", e.Park(t.Context(), store.ParkedRecord{ID: "1", Sealed: []byte("x")}))
	if err := replica.Thaw(); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); errors.Is(err, redisstore.ErrTooFew) && time.Now().Before(deadline); {
		_, err = e.Commit(t.Context(), again)
	}
	if !errors.Is(err, store.ErrSeen) {
		t.Errorf("when the replica follows again: %v", err)
	}
	if done, err := e.Commit(t.Context(), firstTurn(mine)); err != nil || !done.Line {
		t.Errorf("the first one, asked again: %+v, %v", done, err)
	}
}

// TestRepeatsWriteToo holds the scripts to what waiting for replicas is promised to cover: the
// writes of the same connection, which may know nothing of the first time.
func TestRepeatsWriteToo(t *testing.T) {
	s, _ := replicated(t)
	e := waiting(t, s, redisstore.Options{Rewrite: -1})
	rdb := s.client()
	defer rdb.Close()
	sent := func() string {
		return rdb.InfoMap(t.Context(), "replication").Val()["Replication"]["master_repl_offset"]
	}
	another := firstTurn(mine)
	another.Op = "another"
	rewrap := func() error {
		_, err := e.Rewrap(t.Context(), mine, []byte("wrap"), []byte("anew"))
		return err
	}
	for _, tt := range []struct {
		what string
		do   func() error
	}{
		{"commit", func() error { _, err := e.Commit(t.Context(), firstTurn(mine)); return err }},
		{"seen", func() error { _, err := e.Commit(t.Context(), another); return ignore(err, store.ErrSeen) }},
		{"claim", func() error { return e.Claim(t.Context(), mine, mine) }},
		{"taken", func() error { return ignore(e.Claim(t.Context(), mine, "other"), store.ErrTaken) }},
		{"rewrap", rewrap},
		{"forget", func() error { return e.Forget(t.Context(), mine) }},
	} {
		for i := range 2 {
			before := sent()
			if err := tt.do(); err != nil {
				t.Errorf("%s: %v", tt.what, err)
			}
			if before == sent() {
				t.Errorf("%s, time %d: nothing was written", tt.what, i+1)
			}
		}
	}
}

func ignore(err, expected error) error {
	if errors.Is(err, expected) {
		return nil
	}
	return err
}

// TestCheckTellsOfReplicas compares what is asked with what there is.
func TestCheckTellsOfReplicas(t *testing.T) {
	s, replica := replicated(t)
	check := func(wait int, level store.Level, says string) error {
		findings, err := waiting(t, s, redisstore.Options{Wait: wait}).Check(t.Context())
		for _, f := range findings {
			if f.Level == level && strings.Contains(f.What, says) {
				return nil
			}
		}
		return fmt.Errorf("%+v, %w", findings, err)
	}
	// A replica that is slow to follow comes and goes in what the server says of it.
	until := func(wait int, level store.Level, says string) {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			err := check(wait, level, says)
			if err == nil {
				return
			}
			if time.Now().After(deadline) {
				t.Fatal(err)
			}
		}
	}
	until(0, store.Warning, "answers before its replicas hold a turn")
	until(1, store.Fine, "answers when 1 of its 1 replicas hold a turn in memory")
	until(2, store.Fault, "has 1 of the 2 replicas")
	if err := replica.Client().ReplicaOf(t.Context(), "NO", "ONE").Err(); err != nil {
		t.Fatal(err)
	}
	until(1, store.Fault, "has 0 of the 1 replicas")
}

// TestHeldInACluster has turns wait for the replica of the node that has their slot, while
// the slot moves to another node.
func TestHeldInACluster(t *testing.T) {
	s := start(t, redistest.Cluster)
	e := waiting(t, s, redisstore.Options{Wait: 1})
	masters, err := s.Masters(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	turn := func(i int) {
		t.Helper()
		c := firstTurn(fmt.Sprintf("%02x%030d", i%256, i))
		c.Reports[0].Key = c.Person
		if done, err := e.Commit(t.Context(), c); err != nil || !done.Line {
			t.Fatalf("turn %d: %+v, %v", i, done, err)
		}
		if err := e.Claim(t.Context(), c.Person, c.Person); err != nil {
			t.Fatalf("claim %d: %v", i, err)
		}
	}
	for i := range 20 {
		turn(i)
	}
	stop, cancel := context.WithCancel(t.Context())
	moved := make(chan error, 1)
	go func() { moved <- shuffle(stop, s.Rig, masters) }()
	for i := range 200 {
		turn(20 + i)
	}
	cancel()
	if err := <-moved; err != nil {
		t.Fatal(err)
	}
	if stats, err := e.Stats(t.Context(), now); err != nil || stats.Persons != 220 || stats.Reports != 220 {
		t.Errorf("stats %+v, %v", stats, err)
	}
	if err := e.Forget(t.Context(), fmt.Sprintf("%02x%030d", 3, 3)); err != nil {
		t.Error(err)
	}
}

// TestHeldOnTheWay writes keys of a slot that is on its way from one node to another.
func TestHeldOnTheWay(t *testing.T) {
	s := start(t, redistest.Cluster)
	masters, err := s.Masters(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const number = "n"
	slot := masters[0].Client().ClusterKeySlot(t.Context(), "satark:claim:"+number).Val()
	from, to := masters[0], masters[1]
	for i, m := range masters { // who has the slot
		if err := m.Client().Set(t.Context(), "satark:claim:"+number, "", 0).Err(); err == nil {
			m.Client().Del(t.Context(), "satark:claim:"+number)
			from, to = m, masters[(i+1)%len(masters)]
		}
	}
	e := waiting(t, s, redisstore.Options{Wait: 1})
	for _, step := range []struct{ at, other *redistest.Node }{{to, from}, {from, to}} {
		state := "IMPORTING"
		if step.at == from {
			state = "MIGRATING"
		}
		id := step.other.Client().ClusterMyID(t.Context()).Val()
		if err := step.at.Client().Do(t.Context(), "CLUSTER", "SETSLOT", slot, state, id).Err(); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		if err := e.Claim(t.Context(), number, mine); err != nil {
			t.Error(err)
		}
	}
	if err := e.Claim(t.Context(), number, "other"); !errors.Is(err, store.ErrTaken) {
		t.Errorf("another's claim: %v", err)
	}
	if n := to.Client().ClusterCountKeysInSlot(t.Context(), int(slot)).Val(); n != 1 {
		t.Errorf("the new node has %d keys of the slot", n)
	}
	if _, _, err := e.People(t.Context(), "", 1); err == nil {
		t.Error("a walk goes on while keys are on their way")
	}
}

// shuffle moves slots that hold something from the first master to the second, until told
// to stop.
func shuffle(ctx context.Context, rig *redistest.Rig, masters []*redistest.Node) error {
	holding, err := rig.Holding(ctx, masters[0])
	for _, slot := range holding {
		if err != nil || ctx.Err() != nil {
			break
		}
		err = rig.Move(context.WithoutCancel(ctx), slot, masters[1])
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, redis.Nil) {
		return nil
	}
	return err
}
