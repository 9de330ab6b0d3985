package main

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"satark/store/seal"
)

func parseToken(v string) (Secret, error) {
	if !regexp.MustCompile(`^\d+:[A-Za-z0-9_-]{30,}$`).MatchString(v) {
		return "", fault("is not a bot token", "copy it whole from @BotFather: digits, a colon, then 30 or more letters and digits")
	}
	return Secret(v), nil
}

func parseSecret(v string) (Secret, error) { return Secret(v), nil }

func parseWebhookSecret(v string) (Secret, error) {
	if !regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`).MatchString(v) {
		return "", fault("has a character Telegram refuses, or more than 256", "use A-Z a-z 0-9 _ - only: openssl rand -hex 32")
	}
	return Secret(v), nil
}

// parseKey keeps the text; package seal makes the key of it, once.
func parseKey(v string) (Secret, error) {
	_, err := seal.ParseKey(v)
	if err == nil {
		return Secret(v), nil
	}
	return "", fault("is not a key ("+err.Error()+")", "make one: openssl rand -hex 32")
}

func parseAPIURL(v string) (string, error) {
	u, err := url.Parse(v)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return "", fault("is not an http or https address", "write it as https://api.telegram.org")
	}
	if u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fault("has more than scheme, host and path", "write it as https://api.telegram.org")
	}
	return strings.TrimRight(v, "/"), nil
}

func parseWebhookURL(v string) (string, error) {
	u, err := url.Parse(v)
	if err != nil || u.Host == "" {
		return "", fault("is not an address", "write it as https://bot.example.org/telegram")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return "", fault("is not https", "Telegram calls https only; http is allowed for this machine, to test")
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = "/telegram"
	}
	if u.Path != "/telegram" && !strings.HasSuffix(u.Path, "/telegram") {
		return "", fault("does not end in /telegram", "that is where the listener takes updates: https://bot.example.org/telegram")
	}
	return u.String(), nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

func parseListen(v string) (string, error) {
	_, port, err := net.SplitHostPort(v)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return "", fault(fmt.Sprintf("is %q, not host:port", v), "write it as 127.0.0.1:8080, or 0.0.0.0:8080 for every interface")
	}
	return v, nil
}

func parseBlobs(v string) (string, error) {
	scheme, dir, ok := strings.Cut(v, "://")
	switch {
	case ok && scheme == "s3":
		return "", fault("names S3, which is not in this version", "use file://DIR")
	case !ok || scheme != "file" || dir == "":
		return "", fault("is not file://DIR", "write it as file:///var/lib/satark/blobs")
	}
	return dir, nil
}

func parseAdmins(v string) ([]int64, error) {
	var ids []int64
	for _, word := range words(v) {
		id, err := strconv.ParseInt(word, 10, 64)
		if err != nil || id <= 0 {
			return nil, fault(fmt.Sprintf("has %q, which is not a user id", word), "write numbers with commas; @userinfobot in Telegram tells yours")
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func joinIDs(ids []int64) string {
	text := make([]string, len(ids))
	for i, id := range ids {
		text[i] = strconv.FormatInt(id, 10)
	}
	return strings.Join(text, ",")
}

func parseLanguages(v string, known []string) ([]string, error) {
	var tags []string
	for _, tag := range words(v) {
		if !slices.Contains(known, tag) {
			return nil, fault(fmt.Sprintf("has %q, which there is no catalogue for", tag), "choose among "+strings.Join(known, ", "))
		}
		if slices.Contains(tags, tag) {
			return nil, fault(fmt.Sprintf("names %q twice", tag), "name each language once")
		}
		tags = append(tags, tag)
	}
	return tags, nil
}

func words(v string) []string {
	return strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ' ' })
}

func parseRate(v string) (float64, error) {
	rate, err := strconv.ParseFloat(v, 64)
	if err != nil || !(rate > 0 && rate <= 1000) {
		return 0, fault(fmt.Sprintf("is %q, not a rate", v), "write messages a second, above 0 and up to 1000")
	}
	return rate, nil
}

func parseLevel(v string) (slog.Level, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(v)); err != nil {
		return 0, fault(fmt.Sprintf("is %q", v), "choose debug, info, warn or error")
	}
	return level, nil
}

func parseYesNo(v string) (bool, error) {
	switch strings.ToLower(v) {
	case "yes", "true", "1":
		return true, nil
	case "no", "false", "0":
		return false, nil
	}
	return false, fault(fmt.Sprintf("is %q", v), "write yes or no")
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
