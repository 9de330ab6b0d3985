package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"satark/cmd/satark/soak"
	"satark/store/redisstore/redistest"
)

// shortTrials are short forms of what `satark soak` holds: few citizens, few strikes,
// always the same seed.
func shortTrials() []soak.Trial {
	many := []soak.Fault{
		soak.Kill, soak.Rolling, soak.RedisKill, soak.Network, soak.Late, soak.Telegram, soak.Duplicates, soak.Reorder,
	}
	return []soak.Trial{
		{Store: soak.File, Kills: 8, Faults: []soak.Fault{soak.Kill}},
		{Store: soak.File, Kills: 5, Strikes: 1, Webhook: true, Telegram: 0.03, Faults: many},
		{Store: soak.Redis, Kills: 5, Strikes: 1, Webhook: true, Telegram: 0.03, Faults: many},
		{Store: soak.Redis, Kills: 8, Faults: []soak.Fault{soak.Kill, soak.Rolling}, Strikes: 1},
	}
}

func TestNothingIsLost(t *testing.T) {
	program := filepath.Join(t.TempDir(), "satark")
	if out, err := exec.Command("go", "build", raceFlag, "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	for _, s := range shortTrials() {
		t.Run(s.Name(), func(t *testing.T) {
			t.Parallel()
			needServer(t, s.Store)
			base := trialOf(program)
			s.Program, s.Token, s.Content, s.Open, s.Fsync = base.Program, base.Token, base.Content, base.Open, base.Fsync
			s.Seed, s.Citizens, s.Pace, s.Replicas, s.Dir = 1930, 12, 100, 2, placeToKeep(t)
			got, err := s.Run(t.Context())
			if err != nil {
				t.Fatalf("%v; see %s", err, s.Dir)
			}
			var table strings.Builder
			soak.Print(&table, []*soak.Tally{got})
			t.Logf("seed %d\n%s", s.Seed, table.String())
			if got.Broken() || got.Stories < s.Citizens {
				t.Errorf("%s\nsee %s", strings.Join(got.Notes, "\n"), s.Dir)
			}
		})
	}
}

// placeToKeep is a directory that stays when the test fails, with logs and stores.
func placeToKeep(t *testing.T) string {
	dir, err := os.MkdirTemp("", "satark-soak-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if !t.Failed() {
			_ = os.RemoveAll(dir) // what is left is left in the directory for such
		}
	})
	return dir
}

// needServer skips a trial whose store cannot be had here.
func needServer(t *testing.T, k soak.Kind) {
	why := redistest.Missing()
	switch {
	case k == soak.File || why == "":
	case os.Getenv("SATARK_TEST_NO_SKIP") == "1":
		t.Fatal(why)
	default:
		t.Skip(why)
	}
}

func TestSoakRefusesWhatCannotBe(t *testing.T) {
	for _, args := range []string{
		"--mode both --citizens 0", "--mode telepathy", "--kills -1", "more", "--faults gremlins", "--store-kind paper",
		"--fsync seldom", "--replicas 0", "--telegram 51",
	} {
		var out, complaints strings.Builder
		err := runSoak(t.Context(), strings.Fields(args), terminal{out: &out, err: &complaints})
		if err == nil || out.Len() > 0 {
			t.Errorf("%s: error %v, output %q", args, err, out.String())
		}
	}
}
