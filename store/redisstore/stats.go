package redisstore

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/redis/go-redis/v9"

	"satark/store"
)

// count is what one partition is asked for its part of the statistics.
type count struct {
	tally  *redis.MapStringStringCmd
	due    *redis.IntCmd
	oldest *redis.ZSliceCmd
}

// Stats adds up the partitions' own counts in one round trip; see store.Engine.
func (e *Engine) Stats(ctx context.Context, now time.Time) (store.Stats, error) {
	until := strconv.FormatInt(now.UnixMilli(), 10)
	counts := make([]count, partitions)
	var parked *redis.IntCmd
	_, err := e.rdb.Pipelined(ctx, func(p redis.Pipeliner) error {
		for i := range counts {
			part := partitionAt(i)
			counts[i] = count{
				tally:  p.HGetAll(ctx, part.tally()),
				due:    p.ZCount(ctx, part.due(), "-inf", until),
				oldest: p.ZRangeByScoreWithScores(ctx, part.due(), &redis.ZRangeBy{Min: "-inf", Max: until, Count: 1}),
			}
		}
		parked = p.HLen(ctx, parkedKey)
		return nil
	})
	if err != nil {
		return store.Stats{}, fmt.Errorf("redisstore: stats: %w", err)
	}
	s := store.Stats{Parked: int(parked.Val())}
	for _, c := range counts {
		if err := c.addTo(&s); err != nil {
			return store.Stats{}, fmt.Errorf("redisstore: stats: %w", err)
		}
	}
	return s, nil
}

func (c count) addTo(s *store.Stats) error {
	var errs []error
	add := func(to *int, name string) {
		if text, ok := c.tally.Val()[name]; ok {
			n, err := strconv.Atoi(text)
			errs = append(errs, err)
			*to += n
		}
	}
	add(&s.Persons, "persons")
	add(&s.Reports, "reports")
	add(&s.Lines, "lines")
	add(&s.Deliveries, "deliveries")
	s.Due += int(c.due.Val())
	for _, z := range c.oldest.Val() {
		at := time.UnixMilli(int64(z.Score)).UTC()
		if s.Oldest.IsZero() || at.Before(s.Oldest) {
			s.Oldest = at
		}
	}
	return errors.Join(errs...)
}
