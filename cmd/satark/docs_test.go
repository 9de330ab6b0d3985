package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The documents say which test holds what: a test that is renamed must not leave them
// behind.
func TestDocumentsNameTestsThatExist(t *testing.T) {
	there := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") && !strings.Contains(path, "storetest") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, match := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark)\w+)`).FindAllStringSubmatch(string(text), -1) {
			there[match[1]] = true
		}
		for _, match := range regexp.MustCompile(`(?m)^\t\t\{"([^"]+)", \w+\},$`).FindAllStringSubmatch(string(text), -1) {
			there[match[1]] = true // a promise of the stores' suite
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, doc := range []string{"SECURITY.md", "README.md", "docs/reliability.md", "docs/operating.md", "docs/benchmarks.md"} {
		text, err := os.ReadFile(filepath.Join(root, doc))
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range regexp.MustCompile("`((?:Test|Fuzz|Benchmark)[A-Z]\\w*)[^`]*`").FindAllStringSubmatch(string(text), -1) {
			if !there[match[1]] {
				t.Errorf("%s names %s, which is no test", doc, match[1])
			}
		}
		for _, match := range regexp.MustCompile(`suite "([^"]+)"`).FindAllStringSubmatch(string(text), -1) {
			if !there[match[1]] {
				t.Errorf("%s names the promise %q, which is not in the suite", doc, match[1])
			}
		}
	}
}
