package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"satark/cmd/satark/soak"
)

// The short form of `satark soak`: fewer citizens, fewer kills, always the same seed.
func TestNothingIsLostWhenTheBotIsKilled(t *testing.T) {
	program := filepath.Join(t.TempDir(), "satark")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	for mode, webhook := range map[string]bool{"polling": false, "webhook": true} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			trial := trialOf(program)
			trial.Seed, trial.Citizens, trial.Kills, trial.Dir = 1930, 12, 15, t.TempDir()
			got, err := trial.Run(t.Context(), webhook)
			if err != nil {
				t.Fatal(err)
			}
			var table strings.Builder
			soak.Print(&table, []*soak.Tally{got})
			t.Logf("satark soak --seed %d --citizens %d --kills %d --mode %s\n%s", trial.Seed, trial.Citizens, trial.Kills, mode, table.String())
			if got.Broken() || got.Stories < trial.Citizens {
				t.Error(strings.Join(got.Notes, "\n"))
			}
		})
	}
}

func TestSoakRefusesWhatCannotBe(t *testing.T) {
	for _, args := range []string{"--mode both --citizens 0", "--mode telepathy", "--kills -1", "more"} {
		var out, complaints strings.Builder
		err := runSoak(t.Context(), strings.Fields(args), terminal{out: &out, err: &complaints})
		if err == nil || out.Len() > 0 {
			t.Errorf("%s: error %v, output %q", args, err, out.String())
		}
	}
}
