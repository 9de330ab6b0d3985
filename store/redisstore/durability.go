package redisstore

import (
	"context"
	"fmt"
	"sync"

	"github.com/redis/go-redis/v9"

	"satark/store"
)

// Check asks every server that takes writes what it promises; see store.Engine.
func (e *Engine) Check(ctx context.Context) ([]store.Finding, error) {
	cluster, ok := e.rdb.(*redis.ClusterClient)
	if !ok {
		return checkServer(ctx, e.rdb, "The server")
	}
	var mu sync.Mutex
	var all []store.Finding
	err := cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
		findings, err := checkServer(ctx, node, "The node "+node.Options().Addr)
		mu.Lock()
		defer mu.Unlock()
		all = append(all, findings...)
		return err
	})
	return worstFirst(all), err
}

// checkServer judges one server, which the findings call by name.
func checkServer(ctx context.Context, node redis.Cmdable, name string) ([]store.Finding, error) {
	info, err := node.InfoMap(ctx, "persistence", "memory", "replication").Result()
	if err != nil {
		return nil, fmt.Errorf("redisstore: check: %w", err)
	}
	s := server{
		name: name, aof: info["Persistence"]["aof_enabled"] == "1",
		writing:  info["Persistence"]["aof_last_write_status"] != "err",
		limited:  info["Memory"]["maxmemory"] != "0",
		policy:   info["Memory"]["maxmemory_policy"],
		replicas: info["Replication"]["connected_slaves"],
	}
	// A hosted server may forbid CONFIG: then how often it syncs stays unknown.
	if config, err := node.ConfigGet(ctx, "appendfsync").Result(); err == nil {
		s.fsync = config["appendfsync"]
	}
	return s.findings(), nil
}

// server is what a server says of itself.
type server struct {
	name         string
	aof, writing bool
	fsync        string // "always", "everysec", "no", "" when it does not tell
	limited      bool   // maxmemory is set
	policy       string
	replicas     string
}

func (s server) findings() []store.Finding {
	var out []store.Finding
	say := func(level store.Level, what, mend string) {
		out = append(out, store.Finding{Level: level, What: s.name + " " + what, Mend: mend})
	}
	switch {
	case !s.aof:
		say(store.Fault, "keeps no append-only file: a restart loses turns.", "Set appendonly yes and appendfsync always.")
	case !s.writing:
		say(store.Fault, "cannot write its append-only file.", "Look at its disk and its log.")
	case s.fsync == "always":
		say(store.Fine, "syncs every turn to its disk before it answers.", "")
	case s.fsync == "everysec":
		say(store.Warning, "syncs once a second: the loss of power may lose the turns of the last second.", "Set appendfsync always; it costs little under load.")
	case s.fsync == "":
		say(store.Warning, "does not tell how often it syncs to its disk.", "Ask whoever runs it whether appendfsync is always.")
	default:
		say(store.Fault, "never syncs to its disk by itself: the loss of power loses turns.", "Set appendfsync always.")
	}
	switch {
	case s.policy == "noeviction":
	case s.limited:
		say(store.Fault, "evicts keys when its memory is full ("+s.policy+").", "Set maxmemory-policy noeviction.")
	default:
		say(store.Warning, "would evict keys if its memory were limited ("+s.policy+").", "Set maxmemory-policy noeviction.")
	}
	if s.replicas == "0" {
		say(store.Warning, "has no replica: the loss of its disk is the loss of the store.", "Add a replica, or take backups.")
	}
	return worstFirst(out)
}
