package locales

import (
	"fmt"
	"regexp"
	"strings"
)

// braces finds anything that text/template would act on; hole is the one thing
// we allow there.
var (
	braces = regexp.MustCompile(`\{\{[^}]*\}\}`)
	hole   = regexp.MustCompile(`^\{\{\.([A-Z][A-Za-z0-9]*)\}\}$`)
)

// placeholders are the names in text, once for each time they stand there.
func placeholders(text string) ([]string, error) {
	var names []string
	for _, found := range braces.FindAllString(text, -1) {
		match := hole.FindStringSubmatch(found)
		if match == nil {
			return nil, fmt.Errorf("%q is not a placeholder like {{.Name}}", found)
		}
		names = append(names, match[1])
	}
	if rest := braces.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
		return nil, fmt.Errorf("a brace outside a placeholder")
	}
	return names, nil
}
