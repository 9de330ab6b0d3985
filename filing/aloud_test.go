package filing

import (
	"testing"

	"satark/fraud"
	"satark/locales"
)

func TestAmountsAreSaidInWords(t *testing.T) {
	words := catalogue(t)
	for _, c := range []struct {
		paise fraud.Paise
		lang  string
		want  string
	}{
		{100, "en", "<b>₹1</b>"},
		{50, "en", "<b>₹0.50</b>"},
		{1_25_000_00, "en", "<b>₹1,25,000</b> (one lakh twenty-five thousand rupees)"},
		{25250_50, "en", "<b>₹25,250.50</b> (twenty-five thousand two hundred fifty rupees fifty paise)"},
		{0, "en", "an amount I still have to look up"},
		{1_25_000_00, "hi", "<b>₹1,25,000</b> (एक लाख पच्चीस हज़ार रुपये)"},
		{12_34_56_789_05, "hi", "<b>₹12,34,56,789.05</b> (बारह करोड़ चौंतीस लाख छप्पन हज़ार सात सौ नवासी रुपये पाँच पैसे)"},
		{1e14, "hi", "<b>" + locales.Money(1e14) + "</b>"},
	} {
		b := &book{words: words, lang: c.lang}
		if got := b.aloud(c.paise); got != c.want || b.err != nil {
			t.Errorf("%s %d: %q, want %q (%v)", c.lang, c.paise, got, c.want, b.err)
		}
	}
}

func TestNumberWordsAreWholeOrNone(t *testing.T) {
	words := catalogue(t)
	for _, language := range words.Languages() {
		b := &book{words: words, lang: language.Tag}
		n := b.numerals()
		whole := len(n.small) == 100 && len(n.scales) == 4
		none := len(n.small) == 1 && n.small[0] == "-"
		if !whole && !none {
			t.Errorf("%s: %d number words and %d scales", language.Tag, len(n.small), len(n.scales))
		}
		seen := map[string]bool{}
		for _, word := range n.small {
			if seen[word] {
				t.Errorf("%s: %q stands for two numbers", language.Tag, word)
			}
			seen[word] = true
		}
	}
}
