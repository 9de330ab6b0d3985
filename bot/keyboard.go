package bot

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"

	"satark/dialogs"
)

// Telegram's limits on a button.
const (
	maxCallback = 64  // bytes of callback data
	maxCopy     = 256 // characters to copy
)

// The shapes of keyboards. They are our own because the library writes an empty
// copy_text into every inline button.
type (
	inlineKeyboard struct {
		Rows [][]inlineButton `json:"inline_keyboard"`
	}
	inlineButton struct {
		Text string    `json:"text"`
		Data string    `json:"callback_data,omitempty"`
		URL  string    `json:"url,omitempty"`
		Copy *copyText `json:"copy_text,omitempty"`
	}
	copyText struct {
		Text string `json:"text"`
	}
	replyKeyboard struct {
		Rows    [][]replyButton `json:"keyboard"`
		Resize  bool            `json:"resize_keyboard"`
		OneTime bool            `json:"one_time_keyboard"`
	}
	replyButton struct {
		Text    string `json:"text"`
		Contact bool   `json:"request_contact,omitempty"`
	}
	removeKeyboard struct {
		Remove bool `json:"remove_keyboard"`
	}
)

// inline renders an inline keyboard; nil when there are no rows.
func (w renderer) inline(rows [][]dialogs.Button) (json.RawMessage, error) {
	w.plain = true
	var board inlineKeyboard
	for _, row := range rows {
		var out []inlineButton
		for _, b := range row {
			button, err := w.button(b)
			if err != nil {
				return nil, err
			}
			out = append(out, button)
		}
		if len(out) > 0 {
			board.Rows = append(board.Rows, out)
		}
	}
	if board.Rows == nil {
		return nil, nil
	}
	return json.Marshal(board)
}

func (w renderer) button(b dialogs.Button) (inlineButton, error) {
	label := b.Text
	if label == "" {
		var err error
		if label, err = w.text(b.Key, b.Args); err != nil {
			return inlineButton{}, err
		}
	}
	out := inlineButton{Text: label, Data: b.Data, URL: b.URL}
	if b.Copy != "" {
		out.Copy = &copyText{b.Copy}
	}
	switch {
	case len(b.Data) > maxCallback:
		return inlineButton{}, fmt.Errorf("%w: callback data of %d bytes", errRender, len(b.Data))
	case utf8.RuneCountInString(b.Copy) > maxCopy:
		return inlineButton{}, fmt.Errorf("%w: %d characters to copy", errRender, utf8.RuneCountInString(b.Copy))
	case b.Data == "" && b.URL == "" && b.Copy == "":
		return inlineButton{}, fmt.Errorf("%w: button %q does nothing", errRender, b.Key)
	}
	return out, nil
}

// ask renders the reply keyboard a reply opens or closes; nil when it does neither.
func (w renderer) ask(a dialogs.Ask) (json.RawMessage, error) {
	w.plain = true
	switch a {
	case dialogs.AskContact:
		label, err := w.text("btn.share_contact", nil)
		if err != nil {
			return nil, err
		}
		return json.Marshal(replyKeyboard{Rows: [][]replyButton{{{Text: label, Contact: true}}}, Resize: true, OneTime: true})
	case dialogs.AskRemove:
		return json.Marshal(removeKeyboard{Remove: true})
	}
	return nil, nil
}
