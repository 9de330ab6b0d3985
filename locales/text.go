package locales

import (
	"fmt"
	"maps"
	"slices"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// countHole is the placeholder that Plural fills by itself.
const countHole = "PluralCount"

// Text is the message under key in the language of tag, with args in its
// placeholders. Values are put in as they are: EscapeHTML them first unless
// they come from a catalogue. Errors wrap ErrLanguage, ErrMessage or ErrValue;
// the text is then empty.
func (c *Catalogue) Text(tag, key string, args map[string]any) (string, error) {
	t, m, err := c.find(tag, key)
	if err != nil {
		return "", err
	}
	return t.render(key, m, args, nil)
}

// Plural is Text for a message with plural forms: the form for count, and count
// itself, grouped the Indian way, in {{.PluralCount}}.
func (c *Catalogue) Plural(tag, key string, count int, args map[string]any) (string, error) {
	t, m, err := c.find(tag, key)
	if err != nil {
		return "", err
	}
	if !m.counted() {
		return "", fmt.Errorf("locales: %w: %q has no plural forms in %q", ErrMessage, key, tag)
	}
	filled := make(map[string]any, len(args)+1)
	maps.Copy(filled, args)
	filled[countHole] = Count(int64(count))
	return t.render(key, m, filled, count)
}

// render fills m in. count is an int, or nil for a message that does not count.
func (t *tongue) render(key string, m message, args map[string]any, count any) (string, error) {
	for _, name := range m.holes {
		if args[name] == nil {
			return "", fmt.Errorf("locales: %w: {{.%s}} of %q in %q", ErrValue, name, key, t.Tag)
		}
	}
	text, err := t.localizer.Localize(&i18n.LocalizeConfig{MessageID: key, TemplateData: args, PluralCount: count})
	if err != nil {
		return "", fmt.Errorf("locales: %q in %q: %w", key, t.Tag, err)
	}
	return text, nil
}

func (c *Catalogue) find(tag, key string) (*tongue, message, error) {
	t, err := c.tongue(tag)
	if err != nil {
		return nil, message{}, err
	}
	m, ok := t.messages[key]
	if !ok {
		return nil, message{}, fmt.Errorf("locales: %w: %q in %q", ErrMessage, key, tag)
	}
	return t, m, nil
}

// Has reports whether the language of tag has a message under key.
func (c *Catalogue) Has(tag, key string) bool {
	_, _, err := c.find(tag, key)
	return err == nil
}

// Keys are the keys of all messages in the language of tag, sorted; none for an
// unknown language.
func (c *Catalogue) Keys(tag string) []string {
	t, err := c.tongue(tag)
	if err != nil {
		return nil
	}
	return slices.Clone(t.keys)
}
