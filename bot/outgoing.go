package bot

import "encoding/json"

// Outgoing is one call to Telegram as it is kept between commit and sending: fully
// rendered, in the citizen's language, so that sending needs no words and no
// session, but for files of what is held and the word that all is erased. It is the body of a delivery.
type Outgoing struct {
	Method   string          `json:"method"`
	Text     string          `json:"text,omitempty"`     // Telegram HTML; plain text when Plain
	Plain    bool            `json:"plain,omitempty"`    // Text is no HTML
	Markup   json.RawMessage `json:"markup,omitempty"`   // reply_markup as Telegram wants it
	Message  int             `json:"message,omitempty"`  // the message to edit or delete
	Phone    string          `json:"phone,omitempty"`    // of a contact card
	Name     string          `json:"name,omitempty"`     // of a contact card, or a file
	Commands []Command       `json:"commands,omitempty"` // of a chat's menu
	Lang     string          `json:"lang,omitempty"`     // methodForget: in which language to say that it is done
}

// Command is one line of the command menu.
type Command struct {
	Name string `json:"command"`     // without slash
	Text string `json:"description"` // at most 256 characters
}

// The methods an Outgoing may name.
const (
	methodSend     = "sendMessage"
	methodEdit     = "editMessageText"
	methodContact  = "sendContact"
	methodDocument = "sendDocument" // the export: its bytes are read when it is sent
	methodDelete   = "deleteMessage"
	methodMenu     = "setMyCommands"
	methodForget   = "forget"  // no call at all: destroy what is held, once the replies before it are out
	methodNothing  = "nothing" // no call at all: see recoverLine
)

// paced reports whether Telegram counts the call against the messages of a chat.
func (o Outgoing) paced() bool {
	switch o.Method {
	case methodDelete, methodMenu, methodForget, methodNothing:
		return false
	}
	return true
}

// Kinds of delivery. The store keeps those of kind "send" in line within a chat.
const (
	kindSend   = "send"   // body Outgoing; in order within a chat
	kindBulk   = "bulk"   // body Outgoing; after everybody's replies, and in no line
	kindFetch  = "fetch"  // body fraud.Evidence
	kindRemind = "remind" // body encoded dialogs.Reply
	kindPack   = "pack"   // the report's packs could not be made during the turn
	kindErase  = "erase"  // body fraud.Evidence
)

// KindAgain is the kind of a delivery whose body is an update that was parked: its turn is
// run once more. An operator's command puts it there, with Store.Again.
const KindAgain = "again"
