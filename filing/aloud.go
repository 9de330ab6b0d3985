package filing

import "strings"

// numerals are a language's number words as its catalogue has them: under
// script.numbers the words from nought to ninety-nine, parted by spaces, and under
// script.scales those for hundred, thousand, lakh and crore. A language whose numbers
// are not said by setting such words one after another has "-" there, and amounts are
// then read out from their figures.
type numerals struct {
	small  []string // 0 to 99
	scales []string // hundred, thousand, lakh, crore
}

// saidAmount is an amount in words: rupees, and paise where there are any.
type saidAmount struct{ rupees, paise string }

// numerals reads the number words of the book's language.
func (b *book) numerals() numerals {
	return numerals{
		small:  strings.Fields(b.text("script.numbers", nil)),
		scales: strings.Fields(b.text("script.scales", nil)),
	}
}

// rupees says an amount of paise; false when the language's words are not known, when
// there is no whole number of rupees to say, or more than is said in crores.
func (n numerals) rupees(paise int64) (saidAmount, bool) {
	whole := paise / 100
	if len(n.small) != 100 || len(n.scales) != 4 || whole < 2 || whole >= 1e12 {
		return saidAmount{}, false
	}
	said := saidAmount{rupees: n.say(whole)}
	if rest := paise % 100; rest != 0 {
		said.paise = n.small[rest]
	}
	return said, true
}

// say is a whole number below a lakh crore, counted the Indian way.
func (n numerals) say(number int64) string {
	if number < 100 {
		return n.small[number]
	}
	steps := []struct {
		size int64
		word string
	}{{1e7, n.scales[3]}, {1e5, n.scales[2]}, {1e3, n.scales[1]}, {100, n.scales[0]}}
	var parts []string
	for _, step := range steps {
		if count := number / step.size; count > 0 {
			parts = append(parts, n.say(count), step.word)
			number %= step.size
		}
	}
	if number > 0 {
		parts = append(parts, n.small[number])
	}
	return strings.Join(parts, " ")
}
