package redisstore

import (
	"context"
	"errors"

	"github.com/redis/go-redis/v9"
)

// seat finds the server that a key's writes go to, and whether it has to be told that the
// key is on its way there. Failed is the error of the attempt before.
func (e *Engine) seat(ctx context.Context, key string, failed error) (node *redis.Client, asking bool, err error) {
	cluster, ok := e.rdb.(*redis.ClusterClient)
	if !ok {
		return e.single()
	}
	addr, asking := redis.IsAskError(failed)
	if !asking {
		addr, _ = redis.IsMovedError(failed)
	}
	if addr != "" {
		if node, err := nodeAt(ctx, cluster, addr); node != nil || err != nil {
			return node, asking, err
		}
	}
	if failed != nil {
		cluster.ReloadState(ctx)
	}
	node, err = cluster.MasterForKey(ctx, key)
	return node, false, err
}

func (e *Engine) single() (*redis.Client, bool, error) {
	node, ok := e.rdb.(*redis.Client)
	if !ok {
		return nil, false, errClient
	}
	return node, false, nil
}

var errClient = errors.New("redisstore: a client of an unknown kind")

// sentElsewhere says that a Cluster named another server for the key.
func sentElsewhere(err error) bool {
	_, moved := redis.IsMovedError(err)
	_, ask := redis.IsAskError(err)
	return moved || ask
}

// nodeAt is the master at an address, nil when the client knows of none.
func nodeAt(ctx context.Context, cluster *redis.ClusterClient, addr string) (*redis.Client, error) {
	found := make(chan *redis.Client, 1)
	err := cluster.ForEachMaster(ctx, func(_ context.Context, node *redis.Client) error {
		if node.Options().Addr == addr {
			select {
			case found <- node:
			default:
			}
		}
		return nil
	})
	select {
	case node := <-found:
		return node, nil
	default:
		return nil, err
	}
}
