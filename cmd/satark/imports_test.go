package main

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// mayImport is who may import whom, beyond the standard library. A name stands for
// that package and all below it; a name that ends in ! stands for itself alone.
var mayImport = map[string][]string{
	"cmd/satark":           {"satark", "github.com/VictoriaMetrics/metrics", "github.com/schollz/progressbar/v3", "filippo.io/age"},
	"cmd/satark/soak":      {"satark/bot/sandbox", "satark/fraud", "satark/store!", "satark/store/redisstore/redistest", "satark/cmd/satark/soak/wire"},
	"cmd/satark/soak/wire": {},
	"bot": {
		"satark/dialogs", "satark/fraud", "satark/locales", "satark/store!",
		"github.com/go-telegram/bot", "github.com/VictoriaMetrics/metrics", "golang.org/x/image", "github.com/rivo/uniseg",
	},
	"bot/sandbox":                {},
	"dialogs":                    {"satark/fraud"},
	"fraud":                      {"golang.org/x/text", "github.com/nyaruka/phonenumbers", "mvdan.cc/xurls/v2"},
	"locales":                    {"github.com/nicksnyder/go-i18n/v2", "golang.org/x/text", "github.com/BurntSushi/toml"},
	"filing":                     {"satark/fraud", "satark/locales", "golang.org/x/text"},
	"store":                      {"satark/dialogs", "satark/fraud", "satark/store/seal"},
	"store/seal":                 {},
	"store/blobstore":            {"satark/store!"},
	"store/vault":                {"satark/store!", "filippo.io/age"},
	"store/storetest":            {"satark/dialogs", "satark/fraud", "satark/store", "pgregory.net/rapid"},
	"store/redisstore":           {"satark/store!", "github.com/redis/go-redis/v9"},
	"store/redisstore/redistest": {"github.com/redis/go-redis/v9"},
	"store/sqlitestore":          {"satark/store!", "satark/store/seal", "modernc.org/sqlite", "golang.org/x/sys"},
}

type listed struct {
	ImportPath string
	Dir        string
	Imports    []string
	Standard   bool
}

func packages(t *testing.T) []listed {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,Imports", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []listed
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var one listed
		if err := dec.Decode(&one); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
}

// root is the module's folder, seen from this package's tests.
const root = "../.."

func TestImportsKeepToTheTable(t *testing.T) {
	seen := map[string]bool{}
	for _, pkg := range packages(t) {
		folder := strings.TrimPrefix(pkg.ImportPath, "satark/")
		allowed, ok := mayImport[folder]
		if !ok {
			t.Errorf("%s is not in the table", folder)
			continue
		}
		seen[folder] = true
		for _, path := range pkg.Imports {
			if !standard(path) && !slices.ContainsFunc(allowed, func(a string) bool { return covers(a, path) }) {
				t.Errorf("%s may not import %s", folder, path)
			}
		}
	}
	for folder := range maps.Keys(mayImport) {
		if !seen[folder] {
			t.Errorf("the table names %s, which has no Go files", folder)
		}
	}
}

func covers(allowed, path string) bool {
	if exact, only := strings.CutSuffix(allowed, "!"); only {
		return path == exact
	}
	return path == allowed || strings.HasPrefix(path, allowed+"/")
}

// standard reports whether path is of the standard library: no dot in its first part.
func standard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && first != "satark"
}

// The README's table of folders has rows that begin with a link to the folder.
func TestReadmeFoldersAreTrue(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, match := range regexp.MustCompile("(?m)^\\| \\[`([^`]+)`\\]").FindAllStringSubmatch(string(text), -1) {
		folder := match[1]
		named[folder] = true
		if info, err := os.Stat(filepath.Join(root, folder)); err != nil || !info.IsDir() {
			t.Errorf("the README names %s, which is no folder", folder)
		}
	}
	for _, pkg := range packages(t) {
		if folder := strings.TrimPrefix(pkg.ImportPath, "satark/"); !named[folder] {
			t.Errorf("the README does not name %s", folder)
		}
	}
}

// The README's table of settings is the program's own.
func TestReadmeSettingsAreTrue(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range settingsTable(testLanguages) {
		row := "| `" + item.name + "`"
		if item.secret {
			row += `\*`
		}
		if !strings.Contains(string(text), row+" |") {
			t.Errorf("the README lacks a row that begins %s |", row)
		}
		if item.def != "" && !strings.Contains(string(text), "| `"+item.def+"` |") {
			t.Errorf("the README lacks the default of %s", item.name)
		}
	}
}
