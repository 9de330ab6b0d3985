package locales

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

var (
	tagShape    = regexp.MustCompile(`<[^>]*>`)
	entityShape = regexp.MustCompile(`&(lt|gt|amp|quot);`)
	linkShape   = regexp.MustCompile(`^<a href="https://[^"<>\s]+">$`)
)

// faultIn says what Telegram would refuse in a message, "" for nothing.
func faultIn(text string) string {
	var open []string
	for _, tag := range tagShape.FindAllString(text, -1) {
		name := strings.Trim(strings.Fields(tag)[0], "<>/")
		switch {
		case strings.HasPrefix(tag, "</"):
			if len(open) == 0 || open[len(open)-1] != name {
				return fmt.Sprintf("%s closes nothing", tag)
			}
			open = open[:len(open)-1]
		case tag == "<b>", tag == "<i>", tag == "<code>", linkShape.MatchString(tag):
			open = append(open, name)
		default:
			return fmt.Sprintf("%s is not allowed", tag)
		}
	}
	if len(open) > 0 {
		return fmt.Sprintf("<%s> is not closed", open[0])
	}
	rest := entityShape.ReplaceAllString(tagShape.ReplaceAllString(text, ""), "")
	if strings.ContainsAny(rest, "<>&") {
		return "a bare <, > or &"
	}
	return ""
}

func TestFaultIn(t *testing.T) {
	for text, fine := range map[string]bool{
		"plain": true,
		"<b>x <i>y</i></b> <code>{{.Number}}</code>": true,
		`<a href="https://cybercrime.gov.in">x</a>`:  true,
		"a &lt; b &amp; c":                           true,
		"<b>x":                                       false,
		"x</b>":                                      false,
		"<b>x <i>y</b></i>":                          false,
		"<u>x</u>":                                   false,
		"<br>":                                       false,
		`<a href="http://x.in">x</a>`:                false,
		"<a>x</a>":                                   false,
		"a & b":                                      false,
		"a < b":                                      false,
		"&nbsp;":                                     false,
		`<b class="x">x</b>`:                         false,
	} {
		if fault := faultIn(text); (fault == "") != fine {
			t.Errorf("%q: %q", text, fault)
		}
	}
}

func TestMarkup(t *testing.T) {
	each(t, func(t *testing.T, key, text string) {
		// A link's address may come from a dated fact.
		text = regexp.MustCompile(`href="\{\{\.[A-Za-z]+\}\}"`).ReplaceAllString(text, `href="https://example.in"`)
		if fault := faultIn(text); fault != "" {
			t.Errorf("%q: %s", key, fault)
		}
		if plain(key) && strings.ContainsAny(text, "<>&") {
			t.Errorf("%q is shown as it is and cannot have markup: %s", key, text)
		}
	})
}
