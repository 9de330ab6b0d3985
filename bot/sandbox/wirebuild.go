package sandbox

import "time"

func (c *Citizen) wireUser() wireUser {
	return wireUser{ID: c.id, FirstName: c.profile.First, LastName: c.profile.Last,
		Username: c.profile.Username, Lang: c.profile.Lang}
}

func (c *Citizen) wireChat() wireChat {
	return wireChat{ID: c.id, FirstName: c.profile.First, LastName: c.profile.Last,
		Username: c.profile.Username, Type: "private"}
}

// wire is a message as the Bot API shows it. A deleted one is inaccessible: only
// its number is left, with date 0.
func (c *Citizen) wire(m *Message) wireMessage {
	if m.Deleted {
		return wireMessage{MessageID: m.ID, Chat: c.wireChat()}
	}
	from := c.wireUser()
	if m.FromBot {
		from = c.s.bot
	}
	w := wireMessage{MessageID: m.ID, From: &from, Chat: c.wireChat(), Date: m.At.Unix(), MediaGroupID: m.Album}
	if !m.Edited.IsZero() {
		w.EditDate = m.Edited.Unix()
	}
	if m.Origin != nil {
		w.ForwardOrigin = wireOriginOf(m)
	}
	if m.Buttons != nil {
		w.ReplyMarkup = &wireMarkup{Inline: wireButtons(m.Buttons)}
	}
	if replied := c.message(m.ReplyTo); replied != nil && m.ReplyTo != m.ID {
		inner := c.wire(replied)
		inner.ReplyTo = nil
		w.ReplyTo = &inner
	}
	w.fill(m)
	return w
}

// fill adds what the message is made of.
func (w *wireMessage) fill(m *Message) {
	if m.Kind == KindText {
		w.Text, w.Entities = m.Text, m.Entities
		return
	}
	w.Caption, w.CaptionEntities = m.Text, m.Entities
	switch m.Kind {
	case KindPhoto:
		for _, size := range m.File.sizes {
			w.Photo = append(w.Photo, size.wire())
		}
	case KindDocument:
		f := m.File.wire()
		w.Document = &f
	case KindVoice:
		f := m.File.wire()
		w.Voice = &f
	case KindVideo:
		f := m.File.wire()
		w.Video = &f
	case KindSticker:
		w.Sticker = &wireSticker{wireFile: m.File.wire(), Type: "regular", Emoji: m.File.Emoji}
	case KindContact:
		w.Contact = &wireContact{m.Contact.Phone, m.Contact.First, m.Contact.Last, m.Contact.UserID}
	case KindLocation:
		w.Location = m.Place
	}
}

func wireButtons(rows [][]Button) [][]wireButton {
	out := make([][]wireButton, len(rows))
	for i, row := range rows {
		for _, b := range row {
			w := wireButton{Text: b.Text, Style: b.Style, URL: b.URL}
			if b.Data != "" {
				w.Data = &b.Data
			}
			if b.Copy != "" {
				w.Copy = &wireCopy{b.Copy}
			}
			out[i] = append(out[i], w)
		}
	}
	return out
}

func wireOriginOf(m *Message) *wireOrigin {
	o, at := m.Origin, m.Origin.At
	if at.IsZero() {
		at = m.At.Add(-time.Minute)
	}
	w := &wireOrigin{Date: at.Unix()}
	switch {
	case o.Channel:
		w.Type, w.MessageID = "channel", 1
		w.Chat = &wireRoom{ID: o.ID, Title: o.Name, Username: o.Username, Type: "channel"}
	case o.ID != 0 || o.Username != "":
		w.Type = "user"
		w.User = &wireUser{ID: o.ID, FirstName: o.Name, Username: o.Username}
	default:
		w.Type, w.HiddenName = "hidden_user", o.Name
	}
	return w
}
