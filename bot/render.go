package bot

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/locales"
)

// errRender is a reply that could not be put into words: a fault of ours that no
// retry mends.
var errRender = errors.New("bot: cannot render")

// renderer puts keys and arguments into words of one language.
type renderer struct {
	words Words
	tag   string
	plain bool // for button labels and toasts, which know no HTML
}

// reply is the whole text of r: lead, body, lines and foot, with an empty line
// between the parts.
func (w renderer) reply(r dialogs.Reply) (string, error) {
	lead, err := w.lines(r.Lead)
	if err != nil {
		return "", err
	}
	body, err := w.body(r)
	if err != nil {
		return "", err
	}
	lines, err := w.lines(r.Lines)
	if err != nil {
		return "", err
	}
	foot := ""
	if r.Foot != nil {
		if foot, err = w.text(r.Foot.Key, r.Foot.Args); err != nil {
			return "", err
		}
	}
	var parts []string
	for _, part := range []string{lead, body, lines, foot} {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "\n\n"), nil
}

func (w renderer) body(r dialogs.Reply) (string, error) {
	if r.Key == "" {
		return "", nil
	}
	if r.Count == nil {
		return w.text(r.Key, r.Args)
	}
	args, err := w.args(r.Args)
	if err != nil {
		return "", err
	}
	text, err := w.words.Plural(w.tag, r.Key, *r.Count, args)
	return text, renderError(err)
}

func (w renderer) lines(texts []dialogs.Text) (string, error) {
	var out []string
	for _, t := range texts {
		line, err := w.text(t.Key, t.Args)
		if err != nil {
			return "", err
		}
		out = append(out, strings.TrimSpace(line))
	}
	return strings.Join(out, "\n"), nil
}

func (w renderer) text(key string, args dialogs.Args) (string, error) {
	values, err := w.args(args)
	if err != nil {
		return "", err
	}
	text, err := w.words.Text(w.tag, key, values)
	return text, renderError(err)
}

func renderError(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", errRender, err)
}

func (w renderer) args(args dialogs.Args) (map[string]any, error) {
	if args == nil {
		return nil, nil
	}
	out := make(map[string]any, len(args))
	for name, value := range args {
		text, err := w.value(value)
		if err != nil {
			return nil, fmt.Errorf("argument %s: %w", name, err)
		}
		out[name] = text
	}
	return out, nil
}

// value renders one argument; its kinds are those that dialogs.Args documents.
func (w renderer) value(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return w.escape(v), nil
	case int:
		return strconv.Itoa(v), nil
	case fraud.Paise:
		return w.words.Isolate(w.tag, locales.Money(int64(v))), nil
	case time.Time:
		text, err := w.words.DateTime(w.tag, v)
		return text, renderError(err)
	case dialogs.When:
		return w.when(v)
	case fraud.Identifier:
		return w.words.Isolate(w.tag, w.escape(v.Display())), nil
	case fraud.Number:
		return w.words.Isolate(w.tag, w.escape(string(v))), nil
	case dialogs.Label:
		return w.text(string(v), nil)
	case []dialogs.Label:
		return w.labels(v)
	}
	return "", fmt.Errorf("%w: a %T", errRender, v)
}

func (w renderer) when(v dialogs.When) (string, error) {
	if v.Exact {
		text, err := w.words.DateTime(w.tag, v.At)
		return text, renderError(err)
	}
	text, err := w.words.Date(w.tag, v.At)
	return text, renderError(err)
}

func (w renderer) labels(keys []dialogs.Label) (string, error) {
	out := make([]string, len(keys))
	for i, key := range keys {
		text, err := w.text(string(key), nil)
		if err != nil {
			return "", err
		}
		out[i] = text
	}
	return strings.Join(out, ", "), nil
}

func (w renderer) escape(s string) string {
	if w.plain {
		return s
	}
	return locales.EscapeHTML(s)
}
