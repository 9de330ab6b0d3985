package redisstore_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"satark/store"
	"satark/store/redisstore"
	"satark/store/redisstore/redistest"
)

func TestForgetfulServersAreRefused(t *testing.T) {
	tests := []struct {
		name     string
		settings []redistest.Option
		says     string // "" when the server is accepted
		level    store.Level
	}{
		{"no append-only file", []redistest.Option{redistest.Setting("appendonly", "no")}, "a restart loses turns", store.Fault},
		{"never synced", []redistest.Option{redistest.Setting("appendfsync", "no")}, "never syncs", store.Fault},
		{"evicts", []redistest.Option{redistest.Setting("maxmemory", "100mb"), redistest.Setting("maxmemory-policy", "allkeys-lru")}, "evicts keys", store.Fault},
		{"evicts what expires", []redistest.Option{redistest.Setting("maxmemory", "100mb"), redistest.Setting("maxmemory-policy", "volatile-ttl")}, "evicts keys", store.Fault},
		{"would evict", []redistest.Option{redistest.Setting("maxmemory-policy", "allkeys-lru")}, "would evict", store.Warning},
		{"synced each second", []redistest.Option{redistest.Setting("appendfsync", "everysec")}, "once a second", store.Warning},
		{"does not tell", []redistest.Option{redistest.Setting("rename-command", `CONFIG ""`)}, "does not tell", store.Warning},
		{"strict", nil, "syncs every turn", store.Fine},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := startServer(t, tt.settings...)
			e, err := redisstore.Open(t.Context(), s.URL(), redisstore.Options{})
			if tt.level == store.Fault {
				if !errors.Is(err, redisstore.ErrForgetful) || !strings.Contains(err.Error(), tt.says) {
					t.Fatalf("got %v", err)
				}
				e, err = redisstore.Open(t.Context(), s.URL(), redisstore.Options{AllowForgetful: true})
			}
			if err != nil {
				t.Fatal(err)
			}
			defer e.Close()
			findings, err := e.Check(t.Context())
			found := slices.ContainsFunc(findings, func(f store.Finding) bool {
				return f.Level == tt.level && strings.Contains(f.What, tt.says) && (f.Mend == "") == (f.Level == store.Fine)
			})
			if err != nil || !found || (tt.level == store.Fault && findings[0].Level != store.Fault) {
				t.Errorf("check: %+v, %v", findings, err)
			}
		})
	}
}

func TestNobodyThere(t *testing.T) {
	s := startServer(t)
	s.kill(t)
	const password = "hunter2hunter2"
	_, err := redisstore.Open(t.Context(), "redis://user:"+password+"@"+s.addr, redisstore.Options{})
	if err == nil || strings.Contains(err.Error(), password) {
		t.Errorf("got %v", err)
	}
}
