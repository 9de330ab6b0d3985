package sandbox

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

//go:embed api.json
var apiJSON []byte

// spec is api.json, read.
type spec struct {
	methods map[string]fields // by lower-case name
	types   map[string]fields
	oneOf   map[string]map[string]string // union → value of "type" → type
}

// fields are sorted by name, so that the same faulty request always gets the same error.
type fields []field

func (f fields) find(name string) (field, bool) {
	for i := range f {
		if f[i].name == name {
			return f[i], true
		}
	}
	return field{}, false
}

// field is what api.json says of one parameter or field.
type field struct {
	name     string
	types    []string
	required bool
	low, top int // length range, when top > 0
	bytes    bool
}

// loadSpec reads the embedded file. It panics if that file is broken, which a
// test rules out.
func loadSpec() *spec {
	sp, err := parseSpec(apiJSON)
	if err != nil {
		panic("sandbox: api.json: " + err.Error())
	}
	return sp
}

func parseSpec(data []byte) (*spec, error) {
	var raw struct {
		Methods, Types map[string]map[string]string
		OneOf          map[string]map[string]string
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, err
	}
	sp := &spec{methods: map[string]fields{}, types: map[string]fields{}, oneOf: raw.OneOf}
	for name, f := range raw.Methods {
		parsed, err := parseFields(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		sp.methods[strings.ToLower(name)] = parsed
	}
	for name, f := range raw.Types {
		parsed, err := parseFields(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		sp.types[name] = parsed
	}
	return sp, nil
}

func parseFields(raw map[string]string) (fields, error) {
	out := make(fields, 0, len(raw))
	for name, text := range raw {
		f, err := parseField(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		f.name = name
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b field) int { return strings.Compare(a.name, b.name) })
	return out, nil
}

// parseField reads "Array of BotCommand required" or "String 0-200 characters".
func parseField(text string) (field, error) {
	var f field
	if head, unit, ok := cutRange(text); ok {
		at := strings.LastIndexByte(head, ' ')
		low, top, _ := strings.Cut(head[at+1:], "-")
		var err1, err2 error
		f.low, err1 = strconv.Atoi(low)
		f.top, err2 = strconv.Atoi(top)
		if err1 != nil || err2 != nil || at < 0 {
			return f, fmt.Errorf("bad range in %q", text)
		}
		f.bytes, text = unit == "bytes", head[:at]
	}
	text, f.required = strings.CutSuffix(text, " required")
	f.types = strings.Split(text, "|")
	return f, nil
}

func cutRange(text string) (head, unit string, ok bool) {
	for _, unit := range []string{"characters", "bytes"} {
		if head, ok := strings.CutSuffix(text, " "+unit); ok {
			return head, unit, true
		}
	}
	return "", "", false
}
