package sandbox

import (
	"strconv"
	"strings"
	"time"
)

// reach finds the chat a call names, or why the bot cannot write there.
func (s *Server) reach(chat string, blocked bool) (*Citizen, error) {
	if chat == "" {
		return nil, badRequest("chat_id is empty")
	}
	id, err := strconv.ParseInt(chat, 10, 64)
	if err != nil {
		return nil, badRequest("chat not found")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.citizens[id]
	switch {
	case c == nil:
		return nil, badRequest("chat not found")
	case c.blocked || blocked:
		return nil, forbidden("bot was blocked by the user")
	case !c.started:
		return nil, forbidden("bot can't initiate conversation with a user")
	}
	return c, nil
}

// formatted reads a text with its markup, named by the parameters that hold it.
func formatted(r *request, textParam, entitiesParam string) (string, []Entity, error) {
	text, list := r.values[textParam], []Entity(nil)
	switch mode := strings.ToLower(r.values["parse_mode"]); mode {
	case "html":
		var err error
		if text, list, err = parseHTML(text); err != nil {
			return "", nil, badRequest("can't parse entities: %s", err)
		}
	case "":
		if err := r.decode(entitiesParam, &list); err != nil {
			return "", nil, err
		}
		if err := checkEntities(text, list); err != nil {
			return "", nil, err
		}
	case "markdown", "markdownv2":
		return "", nil, stricter("parse_mode %s is not supported here", mode)
	default:
		return "", nil, badRequest("unsupported parse_mode")
	}
	text, list = trimText(text, list)
	return text, detect(text, list), nil
}

func checkEntities(text string, list []Entity) error {
	size := utf16Len(text)
	for _, e := range list {
		switch {
		case e.Offset < 0 || e.Offset > size:
			return badRequest("can't parse entities: entity begins after the end of the text at UTF-16 offset %d", e.Offset)
		case e.Length < 0 || e.Length > size-e.Offset:
			return badRequest("can't parse entities: entity ends after the end of the text at UTF-16 offset %d", e.Offset+e.Length)
		}
	}
	return nil
}

// messageText reads text of 1 to 4096 UTF-16 units after parsing.
func messageText(r *request) (string, []Entity, error) {
	text, list, err := formatted(r, "text", "entities")
	switch {
	case err != nil:
		return "", nil, err
	case text == "":
		return "", nil, badRequest("message text is empty")
	case utf16Len(text) > 4096:
		return "", nil, badRequest("message is too long")
	}
	return text, list, nil
}

// caption reads a caption of at most 1024 UTF-16 units after parsing.
func caption(r *request) (string, []Entity, error) {
	text, list, err := formatted(r, "caption", "caption_entities")
	if err == nil && utf16Len(text) > 1024 {
		err = badRequest("message caption is too long")
	}
	return text, list, err
}

func (s *Server) sendMessage(r *request) (any, error) {
	text, list, err := messageText(r)
	if err != nil {
		return nil, err
	}
	return s.fromBot(r, Message{Kind: KindText, Text: text, Entities: list})
}

func (s *Server) sendContact(r *request) (any, error) {
	card := &Contact{
		Phone: strings.TrimSpace(r.values["phone_number"]),
		First: strings.TrimSpace(r.values["first_name"]),
		Last:  strings.TrimSpace(r.values["last_name"]),
	}
	if card.Phone == "" || card.First == "" {
		return nil, badRequest("PHONE_NUMBER_INVALID")
	}
	return s.fromBot(r, Message{Kind: KindContact, Contact: card})
}

func (s *Server) sendDocument(r *request) (any, error) {
	return s.sendOwnFile(r, "document", KindDocument)
}

func (s *Server) sendPhoto(r *request) (any, error) {
	return s.sendOwnFile(r, "photo", KindPhoto)
}

func (s *Server) sendVoice(r *request) (any, error) {
	return s.sendOwnFile(r, "voice", KindVoice)
}

func (s *Server) sendOwnFile(r *request, param string, kind Kind) (any, error) {
	text, list, err := caption(r)
	if err != nil {
		return nil, err
	}
	up, uploaded := r.files[param]
	if !uploaded {
		f, err := s.known(r.values[param], kind)
		if err != nil {
			return nil, err
		}
		return s.fromBot(r, Message{Kind: kind, File: f, Text: text, Entities: list})
	}
	f, err := newFile(kind, up)
	if err != nil {
		return nil, err
	}
	f.Duration = int(r.integer("duration"))
	return s.fromBot(r, Message{Kind: kind, File: f, Text: text, Entities: list})
}

// known finds a file by its id, to be sent again.
func (s *Server) known(id string, kind Kind) (*File, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files.byID[id]
	switch {
	case strings.HasPrefix(id, "http://") || strings.HasPrefix(id, "https://"):
		return nil, badRequest("failed to get HTTP URL content")
	case f == nil:
		return nil, badRequest("wrong file identifier/HTTP URL specified")
	case f.kind != kind:
		return nil, badRequest("type of file mismatch")
	}
	return f, nil
}

// newFile takes an upload as a file of a kind.
func newFile(kind Kind, up upload) (*File, error) {
	switch {
	case len(up.data) == 0:
		return nil, badRequest("file must be non-empty")
	case kind != KindPhoto:
		return &File{kind: kind, Name: up.name, Mime: up.mime, Data: up.data}, nil
	case len(up.data) > maxPhoto:
		return nil, badRequest("file of size %d bytes is too big for a photo; the maximum size is %d bytes", len(up.data), maxPhoto)
	}
	w, h := imageSize(up.data)
	switch {
	case w == 0:
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	case w+h > 10000 || w > 20*h || h > 20*w:
		return nil, badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	sizes := photoSizes(up.name, up.data)
	f := sizes[len(sizes)-1]
	f.sizes = sizes
	return f, nil
}

// fromBot puts a message of the bot on the citizen's screen.
func (s *Server) fromBot(r *request, m Message) (any, error) {
	mk, err := readMarkup(r)
	if err != nil {
		return nil, err
	}
	var reply struct {
		ID      int  `json:"message_id"`
		Lenient bool `json:"allow_sending_without_reply"`
	}
	if err := r.decode("reply_parameters", &reply); err != nil {
		return nil, err
	}
	c, err := s.reach(r.values["chat_id"], false)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if old := c.message(reply.ID); reply.ID != 0 && (old == nil || old.Deleted) {
		if !reply.Lenient {
			return nil, badRequest("message to be replied not found")
		}
		reply.ID = 0
	}
	if m.File != nil && m.File.ID == "" {
		s.keep(m.File)
	}
	m.FromBot, m.ReplyTo, m.Buttons, m.Keyboard = true, reply.ID, mk.inline, mk.keyboard
	switch {
	case mk.keyboard != nil:
		c.keyboard = mk.keyboard
	case mk.remove, mk.force:
		c.keyboard = nil
	}
	c.typing = time.Time{}
	return c.wire(c.add(m)), nil
}

// chatActions are what a bot may be seen doing.
const chatActions = " typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location record_video_note upload_video_note "

func (s *Server) sendChatAction(r *request) (any, error) {
	action := r.values["action"]
	if strings.ContainsAny(action, " \t") || !strings.Contains(chatActions, " "+action+" ") {
		return nil, badRequest("wrong parameter action in request")
	}
	c, err := s.reach(r.values["chat_id"], false)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	c.typing = s.now()
	c.touch()
	return true, nil
}
