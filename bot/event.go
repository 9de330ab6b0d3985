package bot

import (
	"encoding/json"
	"errors"

	"satark/dialogs"
)

// event is one update, freed of Telegram's shapes but not yet of secrets: it must
// not be kept or logged before clean has been at it.
type event struct {
	update int64
	again  string // the id it was parked under, when it is run again
	chat   int64  // 0: nobody to talk to
	ignore string // why it is not conversed with; "" when it is
	// message is the citizen's own message, or the one whose button was pressed;
	// 0 when there is none, or Telegram no longer lets it be edited.
	message int
	press   string // callback query to be answered
	lang    string // language code of the citizen's app
	in      dialogs.Input
	raw     []byte // the update as received
}

var (
	// errNotUpdate is a body that is no update at all.
	errNotUpdate = errors.New("bot: not an update")
	// errStrange is an update with an id that could not be read further: newer than
	// we are, or broken.
	errStrange = errors.New("bot: update in an unknown shape")
)

// skeleton is as much of any update as is needed to park it.
type skeleton struct {
	Update  *int64 `json:"update_id"`
	Message *bones `json:"message"`
	Edited  *bones `json:"edited_message"`
	Press   *struct {
		Message *bones `json:"message"`
	} `json:"callback_query"`
}

type bones struct {
	Chat struct {
		ID int64 `json:"id"`
	} `json:"chat"`
}

// readSkeleton returns the event of an update that could not be decoded, so that
// it can be parked, with errStrange; or errNotUpdate.
func readSkeleton(raw []byte) (event, error) {
	var s skeleton
	if json.Unmarshal(raw, &s) != nil || s.Update == nil {
		var id struct {
			Update *int64 `json:"update_id"`
		}
		if json.Unmarshal(raw, &id) != nil || id.Update == nil {
			return event{}, errNotUpdate
		}
		return event{update: *id.Update, raw: raw, ignore: ignoreKind}, errStrange
	}
	e := event{update: *s.Update, raw: raw, ignore: ignoreKind}
	switch {
	case s.Message != nil:
		e.chat = s.Message.Chat.ID
	case s.Edited != nil:
		e.chat = s.Edited.Chat.ID
	case s.Press != nil && s.Press.Message != nil:
		e.chat = s.Press.Message.Chat.ID
	}
	return e, errStrange
}
