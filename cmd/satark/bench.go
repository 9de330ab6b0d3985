package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"runtime"
	"time"

	"satark/store/seal"
)

const benchStory = `satark bench measures turns: of the dialogues alone, of each store, and the whole way from the
sandbox through the bot and the store and back. The turns are those of the demo's talks. What counts
is the ratios: they hold from machine to machine, the rates do not.`

func runBench(ctx context.Context, args []string, t terminal) error {
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	long := f.Duration("for", 3*time.Second, "how long each part runs")
	chats := f.Int("chats", 64, "chats at a time")
	redis := f.String("redis", "", "address of a Redis to measure as well; it is written to, so not a real one")
	if err := parseFlags(f, args, t, benchStory); err != nil {
		return err
	}
	if *chats < 1 || *long <= 0 {
		return errors.New("--chats and --for are above 0")
	}
	heard, err := hear(ctx)
	if err != nil {
		return fmt.Errorf("playing the talks to measure with: %w", err)
	}
	table := benchTable{out: t.out}
	table.head(*chats)
	table.row(benchDialogues(heard, *long))
	for _, one := range benchStores(*redis) {
		result, err := benchStore(ctx, one, heard, *chats, *long)
		if err != nil {
			return err
		}
		table.row(result)
	}
	result, err := benchWhole(ctx, *chats, *long)
	if err != nil {
		return err
	}
	table.row(result)
	return nil
}

// measured is one part's result.
type measured struct {
	name   string
	turns  int
	wall   time.Duration
	cpu    time.Duration // of the whole process
	allocs uint64
}

// measure runs work, which returns how many turns it made, and takes the readings.
func measure(name string, work func() int) measured {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	cpu, began := cpuTime(), time.Now()
	turns := work()
	m := measured{name: name, turns: turns, wall: time.Since(began), cpu: cpuTime() - cpu}
	runtime.ReadMemStats(&after)
	m.allocs = after.Mallocs - before.Mallocs
	return m
}

func (m measured) rate() float64 { return float64(m.turns) / m.wall.Seconds() }

func (m measured) cpuEach() float64 {
	return float64(m.cpu.Microseconds()) / float64(max(m.turns, 1))
}

// benchTable prints results with their ratio to the first one.
type benchTable struct {
	out   io.Writer
	first float64
}

func (b *benchTable) head(chats int) {
	fmt.Fprintf(b.out, "%d processors, %d chats at a time\n\n", runtime.GOMAXPROCS(0), chats)
	fmt.Fprintf(b.out, "%-34s %12s %14s %14s %10s\n", "", "turns/s", "CPU µs/turn", "allocs/turn", "CPU ratio")
}

func (b *benchTable) row(m measured) {
	if b.first == 0 {
		b.first = max(m.cpuEach(), 0.01)
	}
	fmt.Fprintf(b.out, "%-34s %12.0f %14.1f %14.0f %9.1fx\n",
		m.name, m.rate(), m.cpuEach(), float64(m.allocs)/float64(max(m.turns, 1)), m.cpuEach()/b.first)
}

// benchStores are the stores to measure.
func benchStores(redis string) []Settings {
	all := []Settings{{}}
	if redis != "" {
		all = append(all, Settings{Store: StoreAt{URL: redis}, Key: Secret(seal.NewKey().Text())})
	}
	return all
}

// quiet is a log nobody reads.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
