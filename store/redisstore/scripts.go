package redisstore

import (
	"embed"
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
)

//go:embed *.lua
var luaFiles embed.FS

// scripts are the changes that must happen as a whole, and the reads that must be of one
// moment. They are called by hash, and by text when the server does not know the hash.
type scripts struct {
	commit, lease, mark, forget, trim, rewrap *redis.Script
	once, release, replace                    *redis.Script
	beat, leave, bury, free, spend            *redis.Script
	dossier, restore                          *redis.Script
}

func newScripts() (scripts, error) {
	var s scripts
	for name, script := range map[string]**redis.Script{
		"commit": &s.commit, "lease": &s.lease, "mark": &s.mark, "forget": &s.forget, "trim": &s.trim,
		"rewrap": &s.rewrap, "once": &s.once, "release": &s.release, "replace": &s.replace,
		"beat": &s.beat, "leave": &s.leave, "bury": &s.bury, "free": &s.free, "spend": &s.spend,
		"dossier": &s.dossier, "import": &s.restore,
	} {
		text, err := luaFiles.ReadFile(name + ".lua")
		if err != nil {
			return scripts{}, fmt.Errorf("redisstore: %w", err)
		}
		*script = redis.NewScript(string(text))
	}
	return s, nil
}

// unknown says that the server does not know a script's hash: it was restarted.
func unknown(err error) bool { return err != nil && strings.HasPrefix(err.Error(), "NOSCRIPT") }
