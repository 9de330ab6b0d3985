package redistest_test

import (
	"bytes"
	"context"
	"net"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"satark/cmd/satark/soak/wire"
	"satark/store/redisstore"
	"satark/store/redisstore/redistest"
)

type begin func(context.Context, string, ...redistest.Option) (*redistest.Rig, error)

func start(t *testing.T, begin begin, opts ...redistest.Option) (context.Context, *redistest.Rig) {
	t.Helper()
	if hint := redistest.Missing(); hint != "" {
		if os.Getenv("SATARK_TEST_NO_SKIP") == "1" {
			t.Fatal(hint)
		}
		t.Skip(hint)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	r, err := begin(ctx, t.TempDir(), opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		for _, n := range append(r.Nodes(), r.Sentinels()...) {
			if l, err := net.Listen("tcp", n.Addr()); err != nil {
				t.Errorf("%s still listens: %v", n.Name(), err)
			} else {
				l.Close()
			}
		}
	})
	return ctx, r
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestSingle(t *testing.T) {
	ctx, r := start(t, redistest.Single, redistest.Fsync("everysec"))
	n := r.Nodes()[0]
	if how := n.Client().ConfigGet(ctx, "appendfsync").Val()["appendfsync"]; how != "everysec" {
		t.Errorf("appendfsync is %q", how)
	}
	check(t, n.Client().Set(ctx, "name", "canary-here", 0).Err())
	check(t, n.Kill())
	if n.Alive() || n.Client().Ping(ctx).Err() == nil {
		t.Error("it lives after Kill")
	}
	check(t, n.Start(ctx))
	if got := n.Client().Get(ctx, "name").Val(); got != "canary-here" {
		t.Errorf("read %q after a restart", got)
	}
	all, err := r.Dump()
	if err != nil || !bytes.Contains(all, []byte("canary-here")) {
		t.Errorf("the append-only file is not in the dump: %v", err)
	}
}

func TestSentinel(t *testing.T) {
	ctx, r := start(t, redistest.Sentinel)
	old, err := r.KillMaster(ctx)
	check(t, err)
	check(t, r.Ready(ctx))
	masters, err := r.Masters(ctx)
	check(t, err)
	if len(masters) != 1 || masters[0] == old {
		t.Fatalf("the masters are %v", masters)
	}
	check(t, masters[0].Client().Set(ctx, "name", "value", 0).Err())
	check(t, old.Start(ctx))
	check(t, r.Whole(ctx))
	if got := old.Client().Get(ctx, "name").Val(); got != "value" {
		t.Errorf("the old master, now a replica, holds %q", got)
	}
}

// TestFronts has clients, replicas and Sentinels go through proxies, before a failover and
// after it.
func TestFronts(t *testing.T) {
	for _, begin := range []begin{redistest.Single, redistest.Sentinel, redistest.Cluster} {
		var proxies []*wire.Proxy
		ctx, r := start(t, begin, redistest.Via(func(addr string) (string, error) {
			p, err := wire.Listen(addr)
			if err != nil {
				return "", err
			}
			t.Cleanup(func() { p.Close() })
			proxies = append(proxies, p)
			return p.Addr(), nil
		}))
		_, err := r.KillMaster(ctx)
		check(t, err)
		if len(r.Nodes()) == 1 {
			check(t, r.Nodes()[0].Start(ctx))
		}
		check(t, r.Ready(ctx))
		e, err := redisstore.Open(ctx, r.URL(), redisstore.Options{})
		check(t, err)
		_, err = e.Stats(ctx, time.Now())
		check(t, err)
		check(t, e.Close())
		opened := 0
		for _, p := range proxies {
			opened += p.Counts().Opened
		}
		if opened == 0 {
			t.Errorf("nobody went through the proxies of %s", r.URL())
		}
	}
}

func TestCluster(t *testing.T) {
	ctx, r := start(t, redistest.Cluster)
	masters, err := r.Masters(ctx)
	check(t, err)
	if len(masters) != 3 {
		t.Fatalf("%d masters", len(masters))
	}
	rdb := redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{r.Nodes()[0].Front()}})
	defer rdb.Close()
	for i := range 250 {
		check(t, rdb.Set(ctx, "{tag}"+strconv.Itoa(i), i, 0).Err())
	}
	slot, err := rdb.ClusterKeySlot(ctx, "{tag}").Result()
	check(t, err)
	from, to := masters[int(slot)*3/16384], masters[(int(slot)*3/16384+1)%3]
	check(t, r.Move(ctx, int(slot), to))
	if holding, err := r.Holding(ctx, to); err != nil || len(holding) != 1 || holding[0] != int(slot) {
		t.Errorf("the new owner holds slots %v, %v", holding, err)
	}
	if holding, err := r.Holding(ctx, from); err != nil || len(holding) != 0 {
		t.Errorf("the old owner holds slots %v, %v", holding, err)
	}
	check(t, r.Whole(ctx))
	check(t, to.Kill())
	check(t, r.Ready(ctx))
	if n, err := rdb.Get(ctx, "{tag}249").Int(); err != nil || n != 249 {
		t.Errorf("read %d, %v from the replica that took over", n, err)
	}
	check(t, to.Start(ctx))
	check(t, r.Whole(ctx))
}
