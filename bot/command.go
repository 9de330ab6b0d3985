package bot

import (
	"strings"
	"unicode"

	"github.com/go-telegram/bot/models"
)

// command splits "/lost@satark_bot rest" into "lost" and "rest". Only a command at
// the very beginning counts; its offsets are not needed, so none can be wrong.
func command(text string) (name, payload string, ok bool) {
	rest, ok := strings.CutPrefix(text, "/")
	if !ok {
		return "", "", false
	}
	word, payload := rest, ""
	if i := strings.IndexFunc(rest, unicode.IsSpace); i >= 0 {
		word, payload = rest[:i], strings.TrimSpace(rest[i:])
	}
	name, _, _ = strings.Cut(word, "@")
	name = strings.ToLower(name)
	if name == "" || len(name) > 32 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		return "", "", false
	}
	return name, payload, true
}

const (
	maxEntities = 100  // of a message: Telegram lets nobody write more
	maxLink     = 2048 // bytes of an address that is shown
)

// withLinks adds the addresses that Telegram hides behind words of the text: in a
// forwarded lure they are what matters.
func withLinks(text string, entities []models.MessageEntity) string {
	for _, en := range entities[:min(len(entities), maxEntities)] {
		if en.Type == models.MessageEntityTypeTextLink && en.URL != "" && len(en.URL) <= maxLink && !strings.Contains(text, en.URL) {
			text += "\n" + en.URL
		}
	}
	return text
}
