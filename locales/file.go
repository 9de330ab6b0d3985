package locales

import (
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"
	"golang.org/x/text/unicode/norm"
)

// entry is one message as its file has it: the text of each plural form, or
// only form "other" for a message that does not count.
type entry map[string]string

const formOther = "other"

// counted reports whether the message was written with plural forms.
func (e entry) counted() bool { return len(e) > 1 }

// parse reads the text of a catalogue file. Everything is brought to NFC, so that two
// spellings of one word that look the same are the same.
func parse(raw []byte) (map[string]entry, error) {
	var tree map[string]any
	if err := toml.Unmarshal(raw, &tree); err != nil {
		return nil, err
	}
	entries := make(map[string]entry, len(tree))
	for key, value := range tree {
		e, err := parseEntry(value)
		if err != nil {
			return nil, fmt.Errorf("key %q: %w", key, err)
		}
		entries[key] = e
	}
	return entries, nil
}

func parseEntry(value any) (entry, error) {
	switch v := value.(type) {
	case string:
		return newEntry(map[string]any{formOther: v})
	case map[string]any:
		if len(v) < 2 || v[formOther] == nil {
			return nil, fmt.Errorf(`not plural forms; write a dotted key in quotes: "a.b" = "…"`)
		}
		return newEntry(v)
	default:
		return nil, fmt.Errorf("is a %T, want a text", value)
	}
}

func newEntry(forms map[string]any) (entry, error) {
	e := make(entry, len(forms))
	for form, value := range forms {
		text, ok := value.(string)
		if !ok {
			return nil, fmt.Errorf("form %q is a %T, want a text", form, value)
		}
		text = strings.Trim(norm.NFC.String(text), "\n")
		if strings.TrimSpace(text) == "" {
			return nil, fmt.Errorf("form %q is empty", form)
		}
		e[form] = text
	}
	return e, nil
}
