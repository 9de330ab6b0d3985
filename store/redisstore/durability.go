package redisstore

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/redis/go-redis/v9"

	"satark/store"
)

// Check asks every server that takes writes what it promises; see store.Engine.
func (e *Engine) Check(ctx context.Context) ([]store.Finding, error) {
	all, err := e.servers(ctx)
	if err != nil {
		return nil, err
	}
	var out []store.Finding
	for _, s := range all {
		out = append(append(out, s.keeping()...), s.waiting(e.opt.Wait, e.waitaof)...)
	}
	return worstFirst(out), nil
}

// servers asks all that take writes about themselves.
func (e *Engine) servers(ctx context.Context) ([]server, error) {
	cluster, ok := e.rdb.(*redis.ClusterClient)
	if !ok {
		s, err := askServer(ctx, e.rdb, "The server")
		return []server{s}, err
	}
	var mu sync.Mutex
	var all []server
	err := cluster.ForEachMaster(ctx, func(ctx context.Context, node *redis.Client) error {
		s, err := askServer(ctx, node, "The node "+node.Options().Addr)
		mu.Lock()
		defer mu.Unlock()
		all = append(all, s)
		return err
	})
	return all, err
}

// askServer asks one server, which the findings call by name.
func askServer(ctx context.Context, node redis.UniversalClient, name string) (server, error) {
	info, err := node.InfoMap(ctx, "persistence", "memory", "replication").Result()
	if err != nil {
		return server{}, fmt.Errorf("redisstore: check: %w", err)
	}
	s := server{
		name: name, aof: info["Persistence"]["aof_enabled"] == "1",
		writing:  info["Persistence"]["aof_last_write_status"] != "err",
		limited:  info["Memory"]["maxmemory"] != "0",
		policy:   info["Memory"]["maxmemory_policy"],
		replicas: online(info["Replication"]),
	}
	// A hosted server may forbid CONFIG: then how often it syncs stays unknown.
	if config, err := node.ConfigGet(ctx, "appendfsync").Result(); err == nil {
		s.fsync = config["appendfsync"]
	}
	// A server answers nil for a command that it does not know.
	if known, err := node.Do(ctx, "COMMAND", "INFO", "WAITAOF").Slice(); err == nil {
		s.waitaof = len(known) == 1 && known[0] != nil
	}
	return s, nil
}

// online counts the replicas that follow a server closely.
func online(replication map[string]string) int {
	n := 0
	for key, value := range replication {
		if strings.HasPrefix(key, "slave") && strings.Contains(value, "state=online") {
			n++
		}
	}
	return n
}

// server is what a server says of itself.
type server struct {
	name         string
	aof, writing bool
	fsync        string // "always", "everysec", "no", "" when it does not tell
	limited      bool   // maxmemory is set
	policy       string
	replicas     int
	waitaof      bool // it knows that command
}

// keeping judges what the server does with what it was given.
func (s server) keeping() []store.Finding {
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
		say(store.Warning, "syncs once a second, and answers meanwhile before it writes: a crash or the loss of power may lose the turns of the last two seconds.", "Set appendfsync always; it costs little under load.")
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
	if s.replicas == 0 {
		say(store.Warning, "has no replica: the loss of its disk is the loss of the store.", "Add a replica, or take backups.")
	}
	return worstFirst(out)
}

// waiting judges what the loss of the server itself may lose.
func (s server) waiting(asked int, onDisk bool) []store.Finding {
	say := func(level store.Level, what, mend string) []store.Finding {
		return []store.Finding{{Level: level, What: s.name + " " + what, Mend: mend}}
	}
	where := "in memory"
	if onDisk {
		where = "on disk"
	}
	switch {
	case asked == 0 && s.replicas == 0:
		return nil
	case asked == 0:
		return say(store.Warning, "answers before its replicas hold a turn: a failover may lose the last ones.", "Have turns wait for a replica.")
	case s.replicas < asked:
		return say(store.Fault, fmt.Sprintf("has %d of the %d replicas that must hold a turn: no turn is accepted.", s.replicas, asked),
			"Start replicas, or have turns wait for fewer.")
	}
	return say(store.Fine, fmt.Sprintf("answers when %d of its %d replicas hold a turn %s.", asked, s.replicas, where), "")
}
