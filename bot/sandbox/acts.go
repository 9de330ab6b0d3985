package sandbox

// The acts by name. Each answers the id of the update that came of it, 0 when
// there was none: the act was not possible (Do tells why), or the bot does not
// ask for that kind of update.

// Say types a text. A text over 4096 UTF-16 units is sent in pieces; the id is the last's.
func (c *Citizen) Say(text string) int64 { return c.act(Act{Kind: ActSay, Text: text}) }

// Command types "/name payload".
func (c *Citizen) Command(name, payload string) int64 {
	if payload != "" {
		payload = " " + payload
	}
	return c.Say("/" + name + payload)
}

// Press presses a button of a message by its callback data, whether the button is
// still shown or not.
func (c *Citizen) Press(messageID int, data string) int64 {
	return c.act(Act{Kind: ActPress, Message: messageID, Data: data})
}

// PressLabel presses the newest button that reads label. The error is ErrNoButton
// or ErrBlocked.
func (c *Citizen) PressLabel(label string) (int64, error) {
	ids, err := c.Do(Act{Kind: ActLabel, Text: label})
	return last(ids), err
}

// SendPhoto sends a picture as a photo.
func (c *Citizen) SendPhoto(name string, data []byte) int64 {
	return c.SendFile("", Attachment{Kind: KindPhoto, Name: name, Data: data})
}

// SendDocument sends a file as it is.
func (c *Citizen) SendDocument(name, mime string, data []byte) int64 {
	return c.SendFile("", Attachment{Kind: KindDocument, Name: name, Mime: mime, Data: data})
}

// SendVoice sends a voice message of so many seconds.
func (c *Citizen) SendVoice(data []byte, seconds int) int64 {
	return c.SendFile("", Attachment{Kind: KindVoice, Mime: "audio/ogg", Duration: seconds, Data: data})
}

// SendFile sends one file with a caption.
func (c *Citizen) SendFile(caption string, f Attachment) int64 {
	return c.act(Act{Kind: ActSend, Text: caption, Files: []Attachment{f}})
}

// SendAlbum sends files as one album: as many updates, sharing a media group; the
// first has the caption.
func (c *Citizen) SendAlbum(caption string, files ...Attachment) []int64 {
	ids, _ := c.Do(Act{Kind: ActSend, Text: caption, Files: files})
	return ids
}

// ShareContact shares the citizen's own number, as the share button does.
func (c *Citizen) ShareContact(phone string) int64 {
	return c.act(Act{Kind: ActContact, Phone: phone})
}

// SendContact sends the card of somebody else.
func (c *Citizen) SendContact(card Contact) int64 {
	return c.act(Act{Kind: ActContact, Contact: &card})
}

// SendLocation sends a place, in degrees.
func (c *Citizen) SendLocation(latitude, longitude float64) int64 {
	return c.act(Act{Kind: ActLocation, Place: &Place{latitude, longitude}})
}

// Forward forwards a text of somebody else.
func (c *Citizen) Forward(text string, from Origin) int64 {
	return c.act(Act{Kind: ActForward, Text: text, Origin: &from})
}

// Edit changes an earlier message of the citizen's own.
func (c *Citizen) Edit(messageID int, text string) int64 {
	return c.act(Act{Kind: ActEdit, Message: messageID, Text: text})
}

// Block blocks the bot: it is told, and its sends are answered 403 from then on.
func (c *Citizen) Block() int64 { return c.act(Act{Kind: ActBlock}) }

// Unblock takes Block back.
func (c *Citizen) Unblock() int64 { return c.act(Act{Kind: ActUnblock}) }

func (c *Citizen) act(a Act) int64 {
	ids, _ := c.Do(a)
	return last(ids)
}

func last(ids []int64) int64 {
	if len(ids) == 0 {
		return 0
	}
	return ids[len(ids)-1]
}
