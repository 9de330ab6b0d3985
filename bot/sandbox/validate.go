package sandbox

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// missingText is what the server says when a parameter that must be there is not.
var missingText = map[string]string{
	"chat_id":           "chat_id is empty",
	"text":              "message text is empty",
	"phone_number":      "phone number is empty",
	"first_name":        "first name is empty",
	"message_id":        "message identifier is not specified",
	"document":          "there is no document in the request",
	"photo":             "there is no photo in the request",
	"voice":             "there is no voice in the request",
	"action":            "wrong parameter action in request",
	"callback_query_id": "query is too old and response timeout expired or query ID is invalid",
	"commands":          "can't parse commands JSON array",
	"file_id":           "file_id not specified",
}

// validate holds a request against api.json: unknown and missing parameters,
// types all the way down, lengths.
func (sp *spec) validate(r *request) error {
	known := sp.methods[r.method]
	for _, name := range r.names() {
		if _, ok := known.find(name); !ok {
			return stricter("unknown parameter %q", name)
		}
	}
	for _, f := range known {
		if err := sp.given(f, r); err != nil {
			return err
		}
	}
	return nil
}

// given checks one known parameter of a request, there or not.
func (sp *spec) given(f field, r *request) error {
	value, ok := r.values[f.name]
	_, file := r.files[f.name]
	if file && !slices.Contains(f.types, "InputFile") {
		return stricter("parameter %q cannot be a file", f.name)
	}
	// An empty url is how setWebhook removes the webhook.
	if f.required && value == "" && !file && !(ok && f.name == "url") {
		return missing(f.name)
	}
	if value == "" {
		return nil
	}
	return sp.parameter(f, value)
}

func missing(name string) error {
	if text := missingText[name]; text != "" {
		return badRequest("%s", text)
	}
	return badRequest("parameter \"%s\" is required", name)
}

// parameter checks a value as it came in a form: scalars bare, the rest as JSON.
func (sp *spec) parameter(f field, value string) error {
	name := f.name
	if !utf8.ValidString(value) {
		return badRequest("strings must be encoded in UTF-8")
	}
	if scalar(f, value) {
		return f.length(name, value)
	}
	if isScalarOnly(f.types) {
		return stricter("parameter %q is not of type %s", name, strings.Join(f.types, " or "))
	}
	v, err := decodeJSON(value)
	if err != nil {
		return badRequest("can't parse %s JSON object", strings.ReplaceAll(name, "_", " "))
	}
	return sp.value(name, f.types, v)
}

func scalar(f field, value string) bool {
	for _, t := range f.types {
		switch t {
		case "String", "InputFile":
			return true
		case "Integer":
			if _, err := strconv.ParseInt(value, 10, 64); err == nil {
				return true
			}
		case "Boolean":
			if value == "true" || value == "false" {
				return true
			}
		}
	}
	return false
}

func isScalarOnly(types []string) bool {
	return !slices.ContainsFunc(types, func(t string) bool {
		return t != "Integer" && t != "String" && t != "Boolean" && t != "InputFile"
	})
}

func (f field) length(name, value string) error {
	if f.top == 0 {
		return nil
	}
	n := utf16Len(value)
	if f.bytes {
		n = len(value)
	}
	if n < f.low || n > f.top {
		return stricter("length of %s is %d, not %d to %d", name, n, f.low, f.top)
	}
	return nil
}

// value checks decoded JSON against any of the types.
func (sp *spec) value(path string, types []string, v any) error {
	if object, ok := v.(map[string]any); ok {
		name, err := sp.objectType(path, types, object)
		if err != nil {
			return err
		}
		return sp.object(path, name, object)
	}
	for _, t := range types {
		if inner, ok := strings.CutPrefix(t, "Array of "); ok {
			list, isList := v.([]any)
			if !isList {
				continue
			}
			return sp.array(path, inner, list)
		}
		if jsonScalar(t, v) {
			return nil
		}
	}
	if strings.HasSuffix(path, "reply_markup") {
		return badRequest("object expected as reply markup")
	}
	return stricter("%s is not of type %s", path, strings.Join(types, " or "))
}

func (sp *spec) array(path, inner string, list []any) error {
	for i, item := range list {
		if err := sp.value(path+"["+strconv.Itoa(i)+"]", []string{inner}, item); err != nil {
			return err
		}
	}
	return nil
}

func jsonScalar(t string, v any) bool {
	switch v := v.(type) {
	case string:
		return t == "String"
	case bool:
		return t == "Boolean"
	case json.Number:
		_, err := v.Int64()
		return t == "Float" || t == "Integer" && err == nil
	}
	return false
}

// objectType tells which of the types an object is meant to be: by its "type"
// where the API has that, else by a field it must have.
func (sp *spec) objectType(path string, types []string, object map[string]any) (string, error) {
	for _, t := range types {
		if byType, ok := sp.oneOf[t]; ok {
			kind, _ := object["type"].(string)
			if name := byType[kind]; name != "" {
				return name, nil
			}
			return "", badRequest("can't parse %s: unsupported type specified", t)
		}
		if sp.types[t] != nil && (len(types) == 1 || hasRequired(sp.types[t], object)) {
			return t, nil
		}
	}
	return "", stricter("%s is not of type %s", path, strings.Join(types, " or "))
}

func hasRequired(f fields, object map[string]any) bool {
	for _, field := range f {
		if _, ok := object[field.name]; field.required && !ok {
			return false
		}
	}
	return true
}

func (sp *spec) object(path, name string, object map[string]any) error {
	known := sp.types[name]
	for _, f := range known {
		v, ok := object[f.name]
		if !ok && f.required {
			return badRequest("can't parse %s: can't find field \"%s\"", name, f.name)
		}
		if !ok {
			continue
		}
		if err := sp.value(path+"."+f.name, f.types, v); err != nil {
			return err
		}
		if text, ok := v.(string); ok {
			if err := f.length(path+"."+f.name, text); err != nil {
				return err
			}
		}
	}
	for _, field := range slices.Sorted(maps.Keys(object)) {
		if _, ok := known.find(field); !ok {
			return stricter("unknown field %q in %s", field, name)
		}
	}
	return nil
}

// decodeJSON reads exactly one value and keeps numbers as written.
func decodeJSON(text string) (any, error) {
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, strconv.ErrSyntax
	}
	return v, nil
}
