package sandbox

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// ActKind is a thing a citizen can do.
type ActKind string

// What a citizen can do.
const (
	ActSay      ActKind = "say"      // Text, perhaps as a reply to Message
	ActPress    ActKind = "press"    // Data of an inline button of Message
	ActLabel    ActKind = "label"    // Text of the newest button that reads so
	ActSend     ActKind = "send"     // Files with Text as caption; several are an album
	ActContact  ActKind = "contact"  // Contact; without one, the citizen's own with Phone or the profile's
	ActLocation ActKind = "location" // Place
	ActForward  ActKind = "forward"  // Text or Files, from Origin
	ActEdit     ActKind = "edit"     // Text of the citizen's own Message
	ActBlock    ActKind = "block"
	ActUnblock  ActKind = "unblock"
)

// Act is one thing a citizen does, in Go and as JSON.
type Act struct {
	Kind    ActKind      `json:"kind"`
	Text    string       `json:"text,omitempty"`
	Message int          `json:"message,omitempty"`
	Data    string       `json:"data,omitempty"`
	Files   []Attachment `json:"files,omitempty"`
	Contact *Contact     `json:"contact,omitempty"`
	Phone   string       `json:"phone,omitempty"`
	Place   *Place       `json:"place,omitempty"`
	Origin  *Origin      `json:"origin,omitempty"`
}

// Attachment is a file a citizen sends.
type Attachment struct {
	Kind     Kind   `json:"kind"` // photo, document, voice, video or sticker
	Name     string `json:"name,omitempty"`
	Mime     string `json:"mime,omitempty"`
	Duration int    `json:"duration,omitempty"` // seconds
	Data     []byte `json:"data"`
}

// Do does it and answers the ids of the updates that came of it: none when the
// bot does not ask for that kind of update. Errors are ErrNoButton, ErrNoMessage,
// ErrBlocked and ErrBadAct.
func (c *Citizen) Do(a Act) ([]int64, error) {
	files, err := a.prepare()
	if err != nil {
		return nil, err
	}
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	if c.blocked && a.Kind != ActUnblock {
		return nil, ErrBlocked
	}
	c.started = true
	switch a.Kind {
	case ActSay, ActSend, ActForward, ActContact, ActLocation:
		return c.send(a, files), nil
	case ActPress:
		return c.press(a.Message, a.Data)
	case ActLabel:
		return c.pressLabel(a.Text)
	case ActEdit:
		return c.edit(a.Message, a.Text)
	case ActBlock:
		return c.setBlocked(true), nil
	case ActUnblock:
		return c.setBlocked(false), nil
	}
	return nil, fmt.Errorf("%w: kind %q", ErrBadAct, a.Kind)
}

// prepare checks an act and does the slow work on its files without the lock.
func (a Act) prepare() ([]*File, error) {
	empty := strings.TrimSpace(a.Text) == ""
	switch {
	case !utf8.ValidString(a.Text):
		return nil, fmt.Errorf("%w: text is not UTF-8", ErrBadAct)
	case (a.Kind == ActSay || a.Kind == ActEdit) && empty,
		a.Kind == ActForward && empty && len(a.Files) == 0,
		a.Kind == ActForward && a.Origin == nil,
		a.Kind == ActSend && len(a.Files) == 0,
		a.Kind == ActLocation && a.Place == nil:
		return nil, fmt.Errorf("%w: nothing to send", ErrBadAct)
	}
	files := make([]*File, len(a.Files))
	for i, f := range a.Files {
		switch f.Kind {
		case KindPhoto:
			sizes := photoSizes(f.Name, f.Data)
			files[i] = sizes[len(sizes)-1]
			files[i].sizes = sizes
		case KindDocument, KindVoice, KindVideo, KindSticker:
			files[i] = &File{kind: f.Kind, Name: f.Name, Mime: f.Mime, Duration: f.Duration, Data: f.Data}
		default:
			return nil, fmt.Errorf("%w: file of kind %q", ErrBadAct, f.Kind)
		}
	}
	return files, nil
}

// keep stores a file, a photo in all its sizes. The caller holds s.mu.
func (s *Server) keep(f *File) *File {
	for _, size := range f.sizes {
		if size != f {
			s.files.add(size)
		}
	}
	return s.files.add(f)
}

// send puts new messages of the citizen on the screen. The caller holds s.mu.
func (c *Citizen) send(a Act, files []*File) []int64 {
	base := Message{Kind: KindText, ReplyTo: a.Message, Origin: a.Origin}
	switch a.Kind {
	case ActContact:
		base.Kind, base.Contact = KindContact, a.Contact
		if a.Contact == nil {
			base.Contact = &Contact{Phone: cmp.Or(a.Phone, c.profile.Phone, defaultPhone),
				First: c.profile.First, Last: c.profile.Last, UserID: c.id}
		}
		return []int64{c.deliver(base)}
	case ActLocation:
		base.Kind, base.Place = KindLocation, a.Place
		return []int64{c.deliver(base)}
	}
	if len(files) == 0 {
		var ids []int64
		for _, piece := range splitText(strings.TrimSpace(a.Text), 4096) {
			m := base
			m.Text, m.Entities = piece, detect(piece, nil)
			ids = append(ids, c.deliver(m))
		}
		return ids
	}
	return c.sendFiles(base, a.Text, files)
}

func (c *Citizen) sendFiles(base Message, caption string, files []*File) []int64 {
	if len(files) > 1 {
		base.Album = fmt.Sprint(13_000_000_000_000_000 + c.s.rev)
	}
	var ids []int64
	for i, f := range files {
		m := base
		m.Kind, m.File = f.kind, c.s.keep(f)
		if i == 0 {
			m.Text, m.Entities = caption, detect(caption, nil)
		}
		ids = append(ids, c.deliver(m))
	}
	return ids
}

// deliver adds the message and tells the bot. A reply keyboard that opens once
// closes with what it sent.
func (c *Citizen) deliver(m Message) int64 {
	if c.keyboard != nil && c.keyboard.OneTime {
		c.keyboard = nil
	}
	added := c.add(m)
	w := c.wire(added)
	return c.s.enqueue(c, "message", wireUpdate{Message: &w})
}

func (c *Citizen) edit(id int, text string) ([]int64, error) {
	m := c.message(id)
	if m == nil || m.FromBot || m.Deleted {
		return nil, ErrNoMessage
	}
	now := c.s.now()
	m = c.change(id, func(m *Message) {
		m.Text, m.Entities, m.Edited = text, detect(text, nil), now
	})
	w := c.wire(m)
	return []int64{c.s.enqueue(c, "edited_message", wireUpdate{EditedMessage: &w})}, nil
}

// setBlocked blocks or unblocks the bot; a second time it does nothing.
func (c *Citizen) setBlocked(blocked bool) []int64 {
	if c.blocked == blocked {
		return nil
	}
	c.blocked = blocked
	c.touch()
	before, after := wireMember{User: c.s.bot, Status: "member"}, wireMember{User: c.s.bot, Status: "kicked", Until: new(int64)}
	if !blocked {
		before, after = after, before
	}
	return []int64{c.s.enqueue(c, "my_chat_member", wireUpdate{MyChatMember: &wireMyMember{
		Chat: c.wireChat(), From: c.wireUser(), Date: c.s.now().Unix(), Old: before, New: after,
	}})}
}

// callbackQuery is a press that waits for its answer.
type callbackQuery struct {
	citizen *Citizen
	at      time.Time
}

// press sends a press of a button of message id. The button need not be there any
// more: a press may be under way while the bot edits.
func (c *Citizen) press(id int, data string) ([]int64, error) {
	m := c.message(id)
	if m == nil || !m.FromBot {
		return nil, ErrNoMessage
	}
	c.s.lastQuery++
	query := fmt.Sprint(c.id<<20 + c.s.lastQuery)
	c.s.queries[query] = &callbackQuery{citizen: c, at: c.s.now()}
	w := c.wire(m)
	return []int64{c.s.enqueue(c, "callback_query", wireUpdate{Callback: &wireCallback{
		ID: query, From: c.wireUser(), Message: &w, Data: data,
		ChatInstance: fmt.Sprint(c.id * 7919),
	}})}, nil
}

// defaultPhone is shared by a citizen whose profile has no number. It begins with
// 0 and so is nobody's.
const defaultPhone = "+910000000000"

// pressLabel presses the newest button that reads text: inline first, then the
// reply keyboard, whose keys send their text or the citizen's own number.
func (c *Citizen) pressLabel(text string) ([]int64, error) {
	for i := len(c.messages) - 1; i >= 0; i-- {
		m := c.messages[i]
		for _, row := range m.Buttons {
			for _, b := range row {
				if b.Text == text && b.Data != "" && !m.Deleted {
					return c.press(m.ID, b.Data)
				}
			}
		}
	}
	if c.keyboard != nil {
		for _, row := range c.keyboard.Rows {
			for _, k := range row {
				if k.Text == text && k.Contact {
					return c.send(Act{Kind: ActContact}, nil), nil
				}
				if k.Text == text && !k.Location {
					return c.send(Act{Kind: ActSay, Text: text}, nil), nil
				}
			}
		}
	}
	return nil, fmt.Errorf("%w: %q", ErrNoButton, text)
}
