package fraud

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"०१२३४५६७८९": "0123456789", "০১২৩৪৫৬৭৮৯": "0123456789", "੦੧੨੩੪੫੬੭੮੯": "0123456789", "૦૧૨૩૪૫૬૭૮૯": "0123456789",
		"୦୧୨୩୪୫୬୭୮୯": "0123456789", "௦௧௨௩௪௫௬௭௮௯": "0123456789", "౦౧౨౩౪౫౬౭౮౯": "0123456789", "೦೧೨೩೪೫೬೭೮೯": "0123456789",
		"൦൧൨൩൪൫൬൭൮൯": "0123456789", "٠١٢٣٤٥٦٧٨٩": "0123456789", "۰۱۲۳۴۵۶۷۸۹": "0123456789", "᱐᱑᱒᱓᱔᱕᱖᱗᱘᱙": "0123456789",
		"꯰꯱꯲꯳꯴꯵꯶꯷꯸꯹": "0123456789", "０１２": "012", "𑄶𑄷": "01", "1️⃣9️⃣3️⃣0️⃣": "1930", "\u200e98\u200b765\u202c": "98765",
		"a\u00a0b": "a b", "98765–43210": "98765-43210", "ﬁ": "fi", "१٫५": "1.5", "يك": "یک", "A\r\nB": "A\n\nB", "\x00x": "x",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFoldKnowsEveryDecimalDigit(t *testing.T) {
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		if !unicode.Is(unicode.Nd, r) {
			continue
		}
		if got := Fold(string(r)); len(got) != 1 || got[0] < '0' || got[0] > '9' {
			t.Errorf("Fold(%U) = %q", r, got)
		}
	}
}

func TestFoldTwiceIsFoldOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := Fold(rapid.String().Draw(t, "text"))
		if twice := Fold(once); twice != once {
			t.Fatalf("%q folded again is %q", once, twice)
		}
	})
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"०१२", "क़\u200d", "1️⃣", "ﷺ", "\xff", "e\u0301\u200ca"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if !utf8.ValidString(once) || Fold(once) != once {
			t.Errorf("%q folds to %q, then %q", s, once, Fold(once))
		}
		if v := newView(s, true); v.text != newView(v.text, true).text || len(v.from) != len(v.text) {
			t.Errorf("%q has no stable view", s)
		}
	})
}
