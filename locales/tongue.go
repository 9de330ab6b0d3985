package locales

import (
	"fmt"
	"slices"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// tongue is one language with its texts, ready to speak.
type tongue struct {
	Language
	messages  map[string]message
	keys      []string // sorted
	localizer *i18n.Localizer
}

// message is what we keep of a message beside go-i18n: enough to refuse what
// go-i18n would render with a hole in it.
type message struct {
	entry
	holes []string // names of its placeholders, in all forms together
}

func newTongue(tag string, entries map[string]entry) (*tongue, error) {
	l, err := parseLanguage(tag, entries)
	if err != nil {
		return nil, err
	}
	rule, err := newRule(l.Plural)
	if err != nil {
		return nil, err
	}
	t := &tongue{Language: l, messages: make(map[string]message, len(entries))}
	bundle := i18n.NewBundle(rule.tag)
	for key, e := range entries {
		m, err := newMessage(e, rule)
		if err != nil {
			return nil, fmt.Errorf("key %q: %w", key, err)
		}
		if err := bundle.AddMessages(rule.tag, e.template(key)); err != nil {
			return nil, fmt.Errorf("key %q: %w", key, err)
		}
		t.messages[key] = m
		t.keys = append(t.keys, key)
	}
	slices.Sort(t.keys)
	t.localizer = i18n.NewLocalizer(bundle, rule.tag.String())
	return t, nil
}

func newMessage(e entry, r rule) (message, error) {
	if e.counted() {
		if err := r.check(e); err != nil {
			return message{}, err
		}
	}
	m := message{entry: e}
	for _, text := range e {
		names, err := placeholders(text)
		if err != nil {
			return message{}, err
		}
		m.holes = append(m.holes, names...)
	}
	slices.Sort(m.holes)
	m.holes = slices.Compact(m.holes)
	return m, nil
}

func (e entry) template(key string) *i18n.Message {
	return &i18n.Message{
		ID:   key,
		Zero: e["zero"], One: e["one"], Two: e["two"], Few: e["few"], Many: e["many"], Other: e[formOther],
	}
}

// rule is a plural rule: which forms a counted message must have.
type rule struct {
	tag   language.Tag
	forms []string // sorted
}

// newRule finds the forms of a language's rule by counting: go-i18n keeps its rules to
// itself. No rule of CLDR needs more than two hundred to show its integer forms, save
// "many" for millions, which no language of India has.
func newRule(tag string) (rule, error) {
	parsed, err := language.Parse(tag)
	if err != nil {
		return rule{}, fmt.Errorf("plural rule %q: %w", tag, err)
	}
	bundle := i18n.NewBundle(parsed)
	probe := &i18n.Message{ID: "n", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: formOther}
	if err := bundle.AddMessages(parsed, probe); err != nil {
		return rule{}, fmt.Errorf(`%w: name a language to borrow one from in "meta.plural"`, err)
	}
	localizer := i18n.NewLocalizer(bundle, tag)
	forms := []string{formOther}
	for n := range 200 {
		form, err := localizer.Localize(&i18n.LocalizeConfig{MessageID: "n", PluralCount: n})
		if err != nil {
			return rule{}, err
		}
		if !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	slices.Sort(forms)
	return rule{tag: parsed, forms: forms}, nil
}

func (r rule) check(e entry) error {
	for _, form := range r.forms {
		if e[form] == "" {
			return fmt.Errorf("plural form %q is missing", form)
		}
	}
	for form := range e {
		if !slices.Contains(r.forms, form) {
			return fmt.Errorf("plural form %q does not exist in this language", form)
		}
	}
	return nil
}
