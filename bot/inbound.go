package bot

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"satark/dialogs"
	"satark/fraud"
)

// Reasons for not conversing with an update; also a metric's label.
const (
	ignoreGroup   = "group"   // only private chats are conversed with
	ignoreBot     = "bot"     // bots do not report fraud
	ignoreService = "service" // pins, timers, themes: nobody said anything
	ignoreKind    = "kind"    // updates we did not ask for
	ignoreBlocked = "blocked" // the citizen blocked the bot
	ignoreBack    = "back"    // and let it in again
)

// decode reads one update. It returns errNotUpdate for what has no update id and
// errStrange, with an event that can be parked, for what cannot be understood. Ids of
// Telegram are above 0; those below are our own.
func decode(raw []byte) (event, error) {
	var u models.Update
	if err := json.Unmarshal(raw, &u); err != nil {
		return readSkeleton(raw)
	}
	if u.ID <= 0 {
		return readSkeleton(raw)
	}
	e := event{update: u.ID, raw: raw, ignore: ignoreKind}
	switch {
	case u.Message != nil:
		e.fromMessage(u.Message)
	case u.EditedMessage != nil:
		e.fromMessage(u.EditedMessage)
		e.in.Kind, e.in.Command, e.in.Payload = dialogs.InputEdited, "", ""
	case u.CallbackQuery != nil:
		e.fromPress(u.CallbackQuery)
	case u.MyChatMember != nil:
		e.fromMember(u.MyChatMember)
	}
	if e.chat == 0 && e.ignore == "" {
		return readSkeleton(raw)
	}
	return e, nil
}

// fromMember notes that the bot was blocked or let in again. Nothing is done about it:
// the next send to who blocked us is answered 403, and all that waits for them goes.
func (e *event) fromMember(m *models.ChatMemberUpdated) {
	e.ignore = ignoreBack
	switch {
	case m.Chat.Type != models.ChatTypePrivate:
		e.ignore = ignoreGroup
	case m.NewChatMember.Type == models.ChatMemberTypeBanned:
		e.ignore = ignoreBlocked
	}
}

func (e *event) fromPress(q *models.CallbackQuery) {
	e.press, e.chat, e.ignore = q.ID, q.From.ID, ""
	e.in = dialogs.Input{Kind: dialogs.InputPress, Data: q.Data}
	e.from(&q.From)
	switch {
	case q.Message.Message != nil:
		e.place(q.Message.Message.Chat)
		e.message = q.Message.Message.ID
	case q.Message.InaccessibleMessage != nil: // older than 48 h: it cannot be edited
		e.place(q.Message.InaccessibleMessage.Chat)
	}
}

func (e *event) fromMessage(m *models.Message) {
	e.ignore, e.message = "", m.ID
	e.place(m.Chat)
	e.from(m.From)
	e.in.Forwarded = origin(m.ForwardOrigin)
	e.in.Album = m.MediaGroupID
	e.content(m)
}

// place remembers the chat and refuses all but private ones.
func (e *event) place(c models.Chat) {
	e.chat = c.ID
	if c.Type != models.ChatTypePrivate {
		e.ignore = ignoreGroup
	}
}

func (e *event) from(u *models.User) {
	if u == nil {
		return
	}
	if u.IsBot {
		e.ignore = ignoreBot
	}
	e.lang = u.LanguageCode
	e.in.Profile.First, e.in.Profile.Last = u.FirstName, u.LastName
}

// content works out what was sent, the most telling part first.
func (e *event) content(m *models.Message) {
	switch media := evidence(m); {
	case media != nil:
		e.in.Kind, e.in.Media = dialogs.InputMedia, media
		e.in.Refused = refusal(media.Name, media.MIME, media.Size)
		e.in.Text = withLinks(m.Caption, m.CaptionEntities)
	case m.Text != "":
		e.text(m)
	case m.Contact != nil:
		e.in.Kind = dialogs.InputContact
		e.in.Contact = &dialogs.Contact{Phone: m.Contact.PhoneNumber, Name: join(m.Contact.FirstName, m.Contact.LastName)}
		e.in.Contact.Own = m.From != nil && m.Contact.UserID == m.From.ID && m.ForwardOrigin == nil
	case m.Location != nil:
		e.in.Kind = dialogs.InputPlace
		e.in.Place = &dialogs.Place{Latitude: m.Location.Latitude, Longitude: m.Location.Longitude}
	case spoken(m):
		e.in.Kind = dialogs.InputOther
	default:
		e.ignore = ignoreService
	}
}

func (e *event) text(m *models.Message) {
	if e.in.Forwarded == nil {
		if name, payload, ok := command(m.Text); ok {
			e.in.Kind, e.in.Command, e.in.Payload = dialogs.InputCommand, name, payload
			return
		}
	}
	e.in.Kind, e.in.Text = dialogs.InputText, withLinks(m.Text, m.Entities)
}

// spoken reports whether a citizen meant to say something with a message that is
// neither words nor a file.
func spoken(m *models.Message) bool {
	return m.Sticker != nil || m.Dice != nil || m.Poll != nil || m.Story != nil || m.Game != nil ||
		m.PaidMedia != nil || m.Checklist != nil || m.Giveaway != nil || m.Invoice != nil
}

func origin(o *models.MessageOrigin) *dialogs.Origin {
	switch {
	case o == nil:
		return nil
	case o.MessageOriginUser != nil:
		u := o.MessageOriginUser.SenderUser
		return &dialogs.Origin{At: unix(o.MessageOriginUser.Date), Name: join(u.FirstName, u.LastName), Handle: handle(u.Username), ID: u.ID}
	case o.MessageOriginHiddenUser != nil:
		return &dialogs.Origin{At: unix(o.MessageOriginHiddenUser.Date), Name: o.MessageOriginHiddenUser.SenderUserName}
	case o.MessageOriginChat != nil:
		c := o.MessageOriginChat.SenderChat
		return &dialogs.Origin{At: unix(o.MessageOriginChat.Date), Name: c.Title, Handle: handle(c.Username), ID: c.ID}
	case o.MessageOriginChannel != nil:
		c := o.MessageOriginChannel.Chat
		return &dialogs.Origin{At: unix(o.MessageOriginChannel.Date), Name: c.Title, Handle: handle(c.Username), ID: c.ID}
	}
	return &dialogs.Origin{}
}

// evidence returns the file of a message, the largest size of a photo; nil when
// there is none.
func evidence(m *models.Message) *fraud.Evidence {
	ev := fraud.Evidence{At: unix(m.Date)}
	switch {
	case len(m.Photo) > 0:
		p := largest(m.Photo)
		ev.Kind, ev.FileID, ev.MIME, ev.Size = "photo", p.FileID, "image/jpeg", int64(p.FileSize)
	case m.Video != nil:
		v := m.Video
		ev.Kind, ev.FileID, ev.Name, ev.MIME, ev.Size = "video", v.FileID, v.FileName, v.MimeType, v.FileSize
	case m.VideoNote != nil:
		ev.Kind, ev.FileID, ev.MIME, ev.Size = "video", m.VideoNote.FileID, "video/mp4", int64(m.VideoNote.FileSize)
	case m.Voice != nil:
		ev.Kind, ev.FileID, ev.MIME, ev.Size = "voice", m.Voice.FileID, m.Voice.MimeType, m.Voice.FileSize
	case m.Audio != nil:
		a := m.Audio
		ev.Kind, ev.FileID, ev.Name, ev.MIME, ev.Size = "audio", a.FileID, a.FileName, a.MimeType, a.FileSize
	case m.Animation != nil:
		a := m.Animation
		ev.Kind, ev.FileID, ev.Name, ev.MIME, ev.Size = "video", a.FileID, a.FileName, a.MimeType, a.FileSize
	case m.Document != nil:
		d := m.Document
		ev.Kind, ev.FileID, ev.Name, ev.MIME, ev.Size = "document", d.FileID, d.FileName, d.MimeType, d.FileSize
	default:
		return nil
	}
	return &ev
}

func largest(sizes []models.PhotoSize) models.PhotoSize {
	best := sizes[0]
	for _, s := range sizes[1:] {
		if s.Width*s.Height >= best.Width*best.Height {
			best = s
		}
	}
	return best
}

// unix is a date of Telegram's; the zero time for one that no date can be.
func unix(sec int) time.Time {
	if sec <= 0 || sec > lastSecond {
		return time.Time{}
	}
	return time.Unix(int64(sec), 0).UTC()
}

// lastSecond ends the year 9999, the last that is written with four digits.
const lastSecond = 253402300799

func join(first, last string) string { return strings.TrimSpace(first + " " + last) }

func handle(username string) string {
	if username == "" {
		return ""
	}
	return "@" + username
}
