package main

import (
	"bytes"
	"strings"
	"testing"
)

// invoke runs the program as a shell would.
func invoke(t *testing.T, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = run(t.Context(), args, terminal{in: strings.NewReader(in), out: &stdout, err: &stderr})
	return code, stdout.String(), stderr.String()
}

func TestEveryCommandExplainsItself(t *testing.T) {
	for _, c := range commands() {
		code, out, errs := invoke(t, "", c.name, "--help")
		if code != exitFine || !strings.Contains(out, "satark "+c.name) || errs != "" {
			t.Errorf("satark %s --help: code %d, out %q, err %q", c.name, code, out, errs)
		}
		code, out, errs = invoke(t, "", c.name, "--no-such-flag")
		if code != exitUsage || out != "" || !strings.Contains(errs, "no-such-flag") {
			t.Errorf("satark %s --no-such-flag: code %d, out %q, err %q", c.name, code, out, errs)
		}
		if code, _, errs = invoke(t, "", c.name, "stray", "more"); code != exitUsage || !strings.Contains(errs, `"stray"`) {
			t.Errorf("satark %s stray: code %d, err %q", c.name, code, errs)
		}
	}
}

func TestCommandLine(t *testing.T) {
	tests := []struct {
		args     []string
		code     int
		out, err string
	}{
		{nil, exitUsage, "", "satark serve"},
		{[]string{"--help"}, exitFine, "satark serve", ""},
		{[]string{"fly"}, exitUsage, "", `no command "fly"`},
		{[]string{"version"}, exitFine, "satark ", ""},
	}
	for _, tt := range tests {
		code, out, errs := invoke(t, "", tt.args...)
		if code != tt.code || !strings.Contains(out, tt.out) || !strings.Contains(errs, tt.err) {
			t.Errorf("satark %v: code %d, out %q, err %q", tt.args, code, out, errs)
		}
	}
}

func TestReadmeNamesEveryCommand(t *testing.T) {
	text := topLevel(t, "README.md")
	for _, c := range commands() {
		if !strings.Contains(text, "`satark "+c.name+"`") {
			t.Errorf("the README does not name satark %s", c.name)
		}
	}
}

func TestServeHelpPrintsEverySetting(t *testing.T) {
	_, out, _ := invoke(t, "", "serve", "--help")
	for _, item := range settingsTable(testLanguages) {
		if !strings.Contains(out, item.name) {
			t.Errorf("%s is missing", item.name)
		}
	}
}

func TestServeRefusesWithoutSettings(t *testing.T) {
	t.Setenv("SATARK_TOKEN", "")
	t.Setenv("SATARK_WEBHOOK_URL", "https://bot.example.org/telegram")
	code, _, errs := invoke(t, "", "serve")
	if code != exitFault || !strings.Contains(errs, "SATARK_TOKEN is not set") || !strings.Contains(errs, "SATARK_WEBHOOK_SECRET is not set") {
		t.Errorf("code %d, err %q", code, errs)
	}
}
