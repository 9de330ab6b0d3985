package sandbox

import (
	"encoding/json"
	"net"
	"net/url"
	"strings"
)

// maxButtons of one inline keyboard. Telegram answers more with the same refusal.
const maxButtons = 100

// markup is a reply_markup, read. At most one of inline, keyboard, remove and
// force is set.
type markup struct {
	inline   [][]Button
	keyboard *Keyboard
	remove   bool
	force    bool
}

type wireKeyboard struct {
	Inline      [][]wireButton `json:"inline_keyboard"`
	Keyboard    [][]wireKey    `json:"keyboard"`
	Persistent  bool           `json:"is_persistent"`
	OneTime     bool           `json:"one_time_keyboard"`
	Placeholder string         `json:"input_field_placeholder"`
	Remove      bool           `json:"remove_keyboard"`
	Force       bool           `json:"force_reply"`
}

type wireKey struct {
	Text     string `json:"text"`
	Contact  bool   `json:"request_contact"`
	Location bool   `json:"request_location"`
}

// readMarkup reads reply_markup; absent is the zero markup.
func readMarkup(r *request) (markup, error) {
	raw := r.values["reply_markup"]
	if raw == "" {
		return markup{}, nil
	}
	var w wireKeyboard
	if err := json.Unmarshal([]byte(raw), &w); err != nil {
		return markup{}, badRequest("can't parse reply keyboard markup JSON object")
	}
	m := markup{remove: w.Remove, force: w.Force}
	switch {
	case w.Inline != nil:
		var err error
		m.inline, err = readInline(w.Inline)
		return m, err
	case w.Keyboard != nil:
		return readKeyboard(w)
	}
	return m, nil
}

func readInline(rows [][]wireButton) ([][]Button, error) {
	var out [][]Button
	total := 0
	for _, row := range rows {
		var list []Button
		for _, b := range row {
			button, err := readButton(b)
			if err != nil {
				return nil, err
			}
			list = append(list, button)
		}
		if len(list) > 0 { // the server drops empty rows
			out = append(out, list)
		}
		total += len(row)
	}
	if total > maxButtons {
		return nil, badRequest("reply markup is too long")
	}
	return out, nil
}

// readButton reads one inline button. An empty copy_text beside another action is
// let through: clients that cannot leave the field out send it so, and the server
// looks at it last.
func readButton(b wireButton) (Button, error) {
	out := Button{Text: strings.TrimSpace(b.Text), URL: b.URL, Style: b.Style}
	actions := 0
	if b.URL != "" {
		actions++
	}
	if b.Data != nil {
		actions++
		out.Data = *b.Data
	}
	if b.Copy != nil && b.Copy.Text != "" {
		actions++
		out.Copy = b.Copy.Text
	}
	switch {
	case out.Text == "":
		return out, badRequest("can't parse inline keyboard button: field \"text\" must be non-empty")
	case actions > 1:
		return out, stricter("an inline keyboard button has exactly one action")
	case b.URL != "":
		return out, checkButtonURL(b.URL)
	case b.Data != nil && len(*b.Data) > 64:
		return out, badRequest("BUTTON_DATA_INVALID")
	case actions == 0 && b.Copy != nil && b.Data == nil:
		return out, badRequest("BUTTON_COPY_TEXT_INVALID")
	case out.Data == "" && out.Copy == "":
		return out, badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
	}
	return out, nil
}

// checkButtonURL takes what Telegram opens: http and https with a public host, and tg.
func checkButtonURL(raw string) error {
	if !strings.Contains(raw, ":") {
		raw = "http://" + raw
	}
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", raw)
	case u.Scheme == "tg":
		return nil
	case u.Scheme != "http" && u.Scheme != "https":
		return badRequest("inline keyboard button URL '%s' is invalid: Unsupported URL protocol", raw)
	case !strings.Contains(u.Hostname(), ".") && net.ParseIP(u.Hostname()) == nil:
		return badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", raw)
	}
	return nil
}

func readKeyboard(w wireKeyboard) (markup, error) {
	k := &Keyboard{Persistent: w.Persistent, OneTime: w.OneTime, Placeholder: w.Placeholder}
	for _, row := range w.Keyboard {
		var keys []Key
		for _, b := range row {
			if strings.TrimSpace(b.Text) == "" {
				return markup{}, badRequest("can't parse keyboard button: field \"text\" must be non-empty")
			}
			if b.Contact && b.Location {
				return markup{}, stricter("a keyboard button has at most one action")
			}
			keys = append(keys, Key(b))
		}
		if len(keys) > 0 {
			k.Rows = append(k.Rows, keys)
		}
	}
	if len(k.Rows) == 0 {
		return markup{}, badRequest("reply markup must be non-empty")
	}
	return markup{keyboard: k}, nil
}
