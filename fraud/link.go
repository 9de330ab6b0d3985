package fraud

import (
	"net/url"
	"strings"
	"sync"
	"unicode"
)

// Link is what can be told of a URL by reading it. Nothing is opened.
type Link struct {
	Host      string // lower case, without port
	APK       bool   // ends in an Android package
	Shortener bool   // a service that hides where it leads
	IP        bool   // a bare address instead of a name
	Punycode  bool   // a name in disguise: xn--
	Mixed     bool   // letters of more than one script in one part of the name
	Messenger bool   // opens a chat
	UserInfo  bool   // has a name before an @, which looks like the host
}

// LinkOf reads a URL. It is false when id is none.
func LinkOf(id Identifier) (Link, bool) {
	if id.Kind != KindURL {
		return Link{}, false
	}
	u, err := url.Parse(id.Value)
	if err != nil {
		return Link{}, false
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	return Link{
		Host:      host,
		APK:       isAPK(u),
		Shortener: linkFact("shortener", host),
		IP:        isIP(host),
		Punycode:  strings.Contains("."+host, ".xn--"),
		Mixed:     isMixed(host),
		Messenger: linkFact("messenger", host),
		UserInfo:  u.User != nil,
	}, true
}

func isAPK(u *url.URL) bool {
	for _, s := range []string{u.Path, u.RawQuery, u.Fragment} {
		if s = strings.ToLower(s); strings.HasSuffix(s, ".apk") || strings.Contains(s, ".apk&") || strings.HasSuffix(s, ".xapk") {
			return true
		}
	}
	return false
}

// isMixed reports whether one label of the host mixes scripts: аpple with a Cyrillic а.
func isMixed(host string) bool {
	for label := range strings.SplitSeq(host, ".") {
		first := ""
		for _, r := range label {
			script := scriptOf(r)
			if script != "" && first != "" && script != first {
				return true
			}
			if script != "" {
				first = script
			}
		}
	}
	return false
}

// scriptOf names the script of a letter; empty for digits, hyphens and marks.
func scriptOf(r rune) string {
	if r < 0x80 && unicode.IsLetter(r) {
		return "Latin"
	}
	if !unicode.IsLetter(r) {
		return ""
	}
	for name, table := range unicode.Scripts {
		if name != "Common" && name != "Inherited" && unicode.Is(table, r) {
			return name
		}
	}
	return ""
}

type linkEntry struct {
	Dated
	Kind string `json:"kind"` // shortener or messenger; the id is the host
}

var linkFacts = sync.OnceValue(func() map[string]string {
	kinds := map[string]string{}
	for _, e := range readFacts[linkEntry]("links.json") {
		kinds[e.ID] = e.Kind
	}
	return kinds
})

func linkFact(kind, host string) bool {
	return linkFacts()[strings.TrimPrefix(host, "www.")] == kind
}
