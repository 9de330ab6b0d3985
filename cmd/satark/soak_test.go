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
	return []soak.Trial{
		{Store: soak.File, Kills: 8},
		{Store: soak.File, Kills: 8, Webhook: true},
		{Store: soak.File, Strikes: 1, Webhook: true, Telegram: 0.1, Faults: everyFault()},
		{Store: soak.Redis, Kills: 8, Strikes: 2, Webhook: true, Telegram: 0.03, Faults: everyFault()},
		{Store: soak.Redis, Kills: 4, Strikes: 1, Telegram: 0.03, Faults: everyFault()},
	}
}

func everyFault() []soak.Fault {
	all, err := soak.ParseFaults("all")
	if err != nil {
		panic(err) // a name of our own
	}
	return all
}

func TestNothingIsLost(t *testing.T) {
	program := filepath.Join(t.TempDir(), "satark")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	for _, s := range shortTrials() {
		if s.Faults == nil {
			s.Faults = []soak.Fault{soak.Kill}
		}
		name := s.Name()
		if s.Strikes > 0 {
			name += "-all"
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			needServer(t, s.Store)
			base := trialOf(program)
			s.Program, s.Token, s.Content, s.Open, s.Fsync = base.Program, base.Token, base.Content, base.Open, base.Fsync
			s.Seed, s.Citizens, s.Pace, s.Replicas, s.Dir = 1930, 12, 100, 2, t.TempDir()
			got, err := s.Run(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			var table strings.Builder
			soak.Print(&table, []*soak.Tally{got})
			t.Logf("seed %d\n%s", s.Seed, table.String())
			if got.Broken() || got.Stories < s.Citizens {
				t.Error(strings.Join(got.Notes, "\n"))
			}
		})
	}
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
