package redisstore

import (
	_ "embed" // for the scripts
	"strings"

	"github.com/redis/go-redis/v9"
)

//go:embed commit.lua
var commitLua string

//go:embed lease.lua
var leaseLua string

//go:embed mark.lua
var markLua string

//go:embed forget.lua
var forgetLua string

// scripts are the changes that must happen as a whole. They are called by hash, and by
// text when the server does not know the hash.
type scripts struct{ commit, lease, mark, forget *redis.Script }

func newScripts() scripts {
	return scripts{
		commit: redis.NewScript(commitLua),
		lease:  redis.NewScript(leaseLua),
		mark:   redis.NewScript(markLua),
		forget: redis.NewScript(forgetLua),
	}
}

// unknown says that the server does not know a script's hash: it was restarted.
func unknown(err error) bool { return err != nil && strings.HasPrefix(err.Error(), "NOSCRIPT") }
