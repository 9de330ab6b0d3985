package locales

import (
	"slices"
	"strings"
)

// Words are the words of a list in all languages together, such as "panic" for
// what people type when their money is gone. The list stands in each catalogue
// under "words.<list>", one word or phrase a line, as people spell it; fold
// both sides before comparing. No word comes twice; an unknown list is empty.
//
// All languages count whichever is chosen, since people type Hinglish into an
// English menu.
func (c *Catalogue) Words(list string) []string {
	var words []string
	for _, t := range c.order {
		for line := range strings.Lines(t.messages["words."+list].entry[formOther]) {
			if word := strings.TrimSpace(line); word != "" && !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
	}
	return words
}
