package sandbox

import "time"

// Kind is what a message is made of.
type Kind string

// Kinds of message.
const (
	KindText     Kind = "text"
	KindPhoto    Kind = "photo"
	KindDocument Kind = "document"
	KindVoice    Kind = "voice"
	KindVideo    Kind = "video"
	KindSticker  Kind = "sticker"
	KindContact  Kind = "contact"
	KindLocation Kind = "location"
)

// Message is one message as it stands on a citizen's screen, from either side.
// Slices and pointers are never changed after it is handed out.
type Message struct {
	ID       int        `json:"id"`
	Rev      int64      `json:"rev"` // of its last change, rising over the whole server
	FromBot  bool       `json:"from_bot,omitempty"`
	At       time.Time  `json:"at"` // UTC
	Kind     Kind       `json:"kind"`
	Text     string     `json:"text,omitempty"` // or the caption, without markup
	Entities []Entity   `json:"entities,omitempty"`
	Buttons  [][]Button `json:"buttons,omitempty"`  // the inline keyboard
	Keyboard *Keyboard  `json:"keyboard,omitempty"` // the reply keyboard it opened
	Contact  *Contact   `json:"contact,omitempty"`
	Place    *Place     `json:"place,omitempty"`
	File     *File      `json:"file,omitempty"`
	Origin   *Origin    `json:"origin,omitempty"` // set when forwarded
	Album    string     `json:"album,omitempty"`
	ReplyTo  int        `json:"reply_to,omitempty"`
	Edited   time.Time  `json:"edited,omitzero"` // UTC; zero when never
	Deleted  bool       `json:"deleted,omitempty"`
}

// Button is one inline button; one of Data, URL and Copy is set.
type Button struct {
	Text  string `json:"text"`
	Data  string `json:"data,omitempty"`
	URL   string `json:"url,omitempty"`
	Copy  string `json:"copy,omitempty"`
	Style string `json:"style,omitempty"` // danger, success, primary or none
}

// Keyboard is a reply keyboard in the place of the letters.
type Keyboard struct {
	Rows        [][]Key `json:"rows"`
	Persistent  bool    `json:"persistent,omitempty"`
	OneTime     bool    `json:"one_time,omitempty"`
	Placeholder string  `json:"placeholder,omitempty"`
}

// Key is one button of a reply keyboard: it says its text unless it shares.
type Key struct {
	Text     string `json:"text"`
	Contact  bool   `json:"contact,omitempty"`
	Location bool   `json:"location,omitempty"`
}

// Contact is a contact card. UserID is set when it is a Telegram user's own.
type Contact struct {
	Phone  string `json:"phone"`
	First  string `json:"first"`
	Last   string `json:"last,omitempty"`
	UserID int64  `json:"user_id,omitempty"`
}

// Place is a location in degrees.
type Place struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Origin is where a forwarded message came from. Only Name: a user who hides
// the account; with ID or Username: a user; Channel: a channel.
type Origin struct {
	Name     string    `json:"name"`
	Username string    `json:"username,omitempty"`
	ID       int64     `json:"id,omitempty"`
	Channel  bool      `json:"channel,omitempty"`
	At       time.Time `json:"at,omitzero"` // UTC; zero means a minute before it is forwarded
}

// Toast is the short answer to a button press.
type Toast struct {
	Rev   int64  `json:"rev"`
	Text  string `json:"text"`
	Alert bool   `json:"alert,omitempty"` // a dialogue instead of a toast
}
