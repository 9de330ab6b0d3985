package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The files are read as text: what must stand in them is a handful of lines, and a
// YAML parser would be a module for this test alone.

func topLevel(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, name))
	if err != nil {
		t.Fatal(err)
	}
	return withoutComments(string(text))
}

func withoutComments(text string) string {
	return regexp.MustCompile(`(?m)(^|\s)#.*$`).ReplaceAllString(text, "")
}

// block is the lines under a key, up to the next line indented as little. Of two
// keys of one name the outer is meant.
func block(t *testing.T, text, key string) string {
	t.Helper()
	lines := strings.Split(text, "\n")
	start := -1
	for i, line := range lines {
		if strings.TrimSpace(line) == key+":" && (start < 0 || indent(line) < indent(lines[start])) {
			start = i
		}
	}
	if start < 0 {
		t.Fatalf("no %s: in the file", key)
	}
	var under []string
	for _, next := range lines[start+1:] {
		if strings.TrimSpace(next) != "" && indent(next) <= indent(lines[start]) {
			break
		}
		under = append(under, next)
	}
	return strings.Join(under, "\n")
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

func TestComposeKeepsRedisPrivateAndDurable(t *testing.T) {
	text := topLevel(t, "compose.yaml")
	redis := block(t, text, "redis")
	for _, never := range []string{"ports:", "network_mode", "outside"} {
		if strings.Contains(redis, never) {
			t.Errorf("the redis service has %q", never)
		}
	}
	for _, must := range []string{"requirepass", "/run/secrets/redis_password", "appendonly yes", "appendfsync always", "maxmemory-policy noeviction", "networks: [inside]", "redis-data:/data"} {
		if !strings.Contains(redis, must) {
			t.Errorf("the redis service lacks %q", must)
		}
	}
	if !strings.Contains(block(t, text, "inside"), "internal: true") {
		t.Error("the database's network reaches the outside")
	}
}

func TestComposePublishesToThisMachineOnly(t *testing.T) {
	published := block(t, topLevel(t, "compose.yaml"), "ports")
	for _, line := range strings.Split(published, "\n") {
		if line = strings.Trim(line, ` -"`); line != "" && !strings.HasPrefix(line, "127.0.0.1:8080:") {
			t.Errorf("published: %s", line)
		}
	}
}

func TestComposeHoldsNoSecret(t *testing.T) {
	text := topLevel(t, "compose.yaml")
	for _, item := range settingsTable(testLanguages) {
		if item.secret && regexp.MustCompile(`\b`+item.name+`:`).MatchString(text) {
			t.Errorf("%s stands in the file instead of %s_FILE", item.name, item.name)
		}
	}
	for _, match := range regexp.MustCompile(`\b(SATARK_[A-Z_]+):`).FindAllStringSubmatch(text, -1) {
		if !settingExists(match[1]) {
			t.Errorf("%s is no setting", match[1])
		}
	}
}

func settingExists(name string) bool {
	for _, item := range settingsTable(testLanguages) {
		if name == item.name || (item.secret && name == item.name+"_FILE") {
			return true
		}
	}
	return false
}

func TestImageIsEmptyAndUnprivileged(t *testing.T) {
	text := topLevel(t, "Dockerfile")
	stages := regexp.MustCompile(`(?m)^FROM `).Split(text, -1)
	last := stages[len(stages)-1]
	if !strings.HasPrefix(last, "scratch\n") {
		t.Errorf("the last stage is not scratch: %.20q", last)
	}
	for _, must := range []string{"USER 65532:65532", "VOLUME /data", "HEALTHCHECK", `ENTRYPOINT ["/satark"]`, "ca-certificates.crt"} {
		if !strings.Contains(last, must) {
			t.Errorf("the last stage lacks %q", must)
		}
	}
	if strings.Contains(last, "RUN ") {
		t.Error("the last stage runs a command, which scratch cannot")
	}
	for _, match := range regexp.MustCompile(`\b(SATARK_[A-Z_]+)=`).FindAllStringSubmatch(last, -1) {
		if !settingExists(match[1]) {
			t.Errorf("%s is no setting", match[1])
		}
	}
}

// make image-check proves the build without an engine; it must be the same build.
func TestImageAndMakefileBuildAlike(t *testing.T) {
	want := `go build -trimpath -ldflags="-s -w"`
	if !strings.Contains(topLevel(t, "Dockerfile"), "CGO_ENABLED=0 "+want) {
		t.Errorf("the Dockerfile does not build with CGO_ENABLED=0 %s", want)
	}
	if !strings.Contains(topLevel(t, "Makefile"), `CGO_ENABLED=0 $(GO)`+strings.TrimPrefix(want, "go")) {
		t.Errorf("the Makefile does not build with %s", want)
	}
}

// What git does not keep must not reach an image either: secrets and data above all.
func TestImageContextHoldsNoSecret(t *testing.T) {
	ignored := topLevel(t, ".dockerignore")
	for _, line := range strings.Fields(topLevel(t, ".gitignore")) {
		if !strings.Contains(ignored, strings.TrimPrefix(line, "*")) {
			t.Errorf(".dockerignore lacks %s, which .gitignore has", line)
		}
	}
	for _, must := range []string{"/secrets/", "/satark-data/"} {
		if !strings.Contains(ignored, must) {
			t.Errorf(".dockerignore lacks %s", must)
		}
	}
	if strings.Contains(ignored, ".git\n") {
		t.Error("without .git the program does not know its commit")
	}
}
