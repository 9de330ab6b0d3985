package locales

import (
	"regexp"
	"strings"
	"testing"
)

// claims are what no text may say, by language: that we registered, froze,
// blocked or will recover anything, that we are official, or that somebody is a
// criminal (domain: what a bot like this must never claim).
var claims = map[string][]string{
	"en": {
		`registered (with|at|on) (the )?(government|police|1930|ncrp|portal|cyber)`, `(complaint|report|case|fir) (is|was|has been|are) registered`,
		`(will|has been|have been|is|are|was) (be )?(frozen|blocked|disconnected|arrested|recovered|refunded)`,
		`we (have )?(filed|registered|reported|froze|blocked|informed)`, `we guarantee`, `guaranteed? (recovery|refund|that)`, `will get your money back`, `100 ?%`,
		`fraudster`, `scammer`, `criminal`, `\bthe thief\b`, `complaint (has been|was|is) (filed|registered|accepted|lodged)`,
		`anonymous(ly)?`, `i am (the )?(police|government|official)`,
	},
	"hi": {
		`दर्ज हो (गई|गया|चुकी|चुका)`, `(फ़्रीज़|फ्रीज|ब्लॉक|बंद) (कर दिया गया|हो जाएगा|हो जाएगी|कर दिया जाएगा)`,
		`पैसे वापस (मिल जाएँगे|मिलेंगे|दिला (देंगे|देगा|दिए))`, `गारंटी`, `पक्का मिलेंगे`, `हमने (दर्ज|ब्लॉक|फ़्रीज़)`, `ठगों?( |ने|को|से)`, `धोखेबाज़`, `अपराधी`, `गुमनाम`,
	},
}

// asks are things no text may ask the citizen to send.
var asks = map[string][]string{
	"en": {
		`(send|share|give|tell)( me| us)?( the| your)? (otp|pin\b|cvv|password|aadhaar|card number)`,
		`(enter|type)( the| your)? (otp|pin\b|cvv|password|aadhaar|card number)[^.]* here`,
	},
	"hi": {`(otp|pin|cvv|पासवर्ड|आधार नंबर|कार्ड नंबर) (भेजें|भेजिए|बताएँ|बताइए|लिखें|लिखिए|डालें)`},
}

// offences are the phrases of list found in text, which is in lower case, save where
// the words before it deny them ("never send an OTP").
func offences(list []string, text string, denials *regexp.Regexp) []string {
	var found []string
	for _, pattern := range list {
		for _, at := range regexp.MustCompile(pattern).FindAllStringIndex(text, -1) {
			before := text[max(0, at[0]-40):at[0]]
			if !denials.MatchString(before) {
				found = append(found, text[at[0]:at[1]])
			}
		}
	}
	return found
}

var denials = regexp.MustCompile(`(\b(not|never|nobody|no one|cannot)\b|n't|कभी न|नहीं)[^.!?।]*$`)

func TestOffences(t *testing.T) {
	for text, want := range map[string]int{
		"your account will be frozen":            1,
		"your complaint was lodged":              1,
		"nothing is promised. it will be frozen": 1,
		"we never promise it will be frozen":     0,
		"prepared for you to file":               0,
		"block the fraudster":                    1,
	} {
		if got := offences(claims["en"], text, denials); len(got) != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if got := offences(asks["en"], "please send me your otp", denials); len(got) != 1 {
		t.Errorf("asking for an OTP was not noticed: %v", got)
	}
	if got := offences(asks["en"], "never send me your otp", denials); len(got) != 0 {
		t.Errorf("a warning was taken for a request: %v", got)
	}
}

// English and Hindi phrases are looked for in every language: both are borrowed.
func TestNothingIsClaimed(t *testing.T) {
	each(t, func(t *testing.T, key, text string) {
		if strings.HasPrefix(key, "words.") {
			return
		}
		text = strings.ToLower(tagShape.ReplaceAllString(text, ""))
		for _, lists := range []map[string][]string{claims, asks} {
			for _, list := range lists {
				for _, found := range offences(list, text, denials) {
					t.Errorf("%q says %q", key, found)
				}
			}
		}
	})
}

// What the bot is stands in its own description, before a word is exchanged.
func TestDescriptionIsHonest(t *testing.T) {
	c := mustLoad(t)
	for _, l := range c.Languages() {
		for _, key := range []string{"bot.short", "bot.description"} {
			text, err := c.Text(l.Tag, key, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, number := range []string{"1930", "112"} {
				if !strings.Contains(text, number) {
					t.Errorf("%s: %q does not name %s", l.Tag, key, number)
				}
			}
		}
	}
}
