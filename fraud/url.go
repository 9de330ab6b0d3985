package fraud

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"sync"
)

var hostShape = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(?:[\p{L}\p{M}\p{N}_](?:[\p{L}\p{M}\p{N}_-]*[\p{L}\p{M}\p{N}_])?\.)+(?:xn--[a-z0-9-]+|[\p{L}\p{M}]{2,})\.?$`)
})

// parseURL takes a link, with or without a scheme, also one made harmless as
// hxxps://ex[.]com. Only http and https are links; the link is never opened.
func parseURL(s string) (value, why string) {
	v := strings.TrimRight(refang(s), ".,;!\"')>]")
	if strings.ContainsAny(v, " \n<>\"\\^`{}|") {
		return "", "chars"
	}
	scheme, rest, ok := cutScheme(v)
	if !ok {
		return "", "shape"
	}
	u, err := url.Parse(scheme + "://" + rest)
	if err != nil || u.Host == "" || u.Opaque != "" {
		return "", "shape"
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if !hostShape().MatchString(host) && !isIP(host) {
		return "", "shape"
	}
	return joinURL(scheme, rest, u.Host), ""
}

// cutScheme parts a link from its scheme; a bare domain gets http.
func cutScheme(v string) (scheme, rest string, ok bool) {
	scheme, rest, found := strings.Cut(v, "://")
	if !found {
		return "http", strings.TrimPrefix(v, "//"), true
	}
	scheme = strings.ToLower(scheme)
	return scheme, rest, scheme == "http" || scheme == "https"
}

// joinURL lowers the host and drops a lone final slash; the rest may depend on case.
func joinURL(scheme, rest, host string) string {
	at := strings.Index(rest, host)
	if at < 0 {
		return scheme + "://" + rest
	}
	tail := rest[at+len(host):]
	if tail == "/" {
		tail = ""
	}
	return scheme + "://" + rest[:at] + strings.ToLower(strings.TrimSuffix(host, ".")) + tail
}

func isIP(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}

// defang makes a link that no app turns into one.
func defang(link string) string {
	scheme, rest, ok := strings.Cut(link, "://")
	if !ok {
		return strings.ReplaceAll(link, ".", "[.]")
	}
	scheme = strings.Replace(scheme, "http", "hxxp", 1)
	return scheme + "://" + strings.ReplaceAll(rest, ".", "[.]")
}

// refang undoes defang and the other common ways of writing a link that is no link.
func refang(s string) string {
	s = strings.NewReplacer("[.]", ".", "(.)", ".", "[dot]", ".", "[:]", ":", "[@]", "@").Replace(s)
	if len(s) >= 4 && strings.EqualFold(s[:4], "hxxp") {
		s = "http" + s[4:]
	}
	return s
}
