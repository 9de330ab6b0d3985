package redisstore_test

import (
	"context"
	"testing"

	"satark/cmd/satark/soak/wire"
	"satark/store"
	"satark/store/redisstore"
	"satark/store/storetest"
)

func startProxy(t testing.TB, server string) *wire.Proxy {
	t.Helper()
	p, err := wire.Listen(server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// behindProxy is a server's place, reached through a proxy.
func behindProxy(t testing.TB) (*wire.Proxy, storetest.Place) {
	s := startServer(t)
	p := startProxy(t, s.addr)
	place := s.place(t)
	place.Open = func(ctx context.Context) (store.Engine, error) {
		return redisstore.Open(ctx, "redis://"+p.Addr(), redisstore.Options{})
	}
	return p, place
}
