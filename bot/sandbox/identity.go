package sandbox

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// BotCommand is one line of the bot's menu.
type BotCommand struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// identity is what the bot says of itself, by language; "" is for everyone else.
type identity struct {
	texts    map[string]map[string]string // name, description, short_description
	commands map[commandKey][]BotCommand
	menu     string // type of the menu button
	ownName  string
}

type commandKey struct {
	scope string // type of the scope
	chat  int64
	lang  string
}

func newIdentity(name string) identity {
	return identity{
		texts:    map[string]map[string]string{"name": {}, "description": {}, "short_description": {}},
		commands: map[commandKey][]BotCommand{}, menu: "commands", ownName: name,
	}
}

// text is the bot's name or description in a language.
func (id *identity) text(kind, lang string) string {
	if t := id.texts[kind][lang]; t != "" {
		return t
	}
	if t := id.texts[kind][""]; t != "" || kind != "name" {
		return t
	}
	return id.ownName
}

var twoLetters = regexp.MustCompile(`^([a-z]{2})?$`)

// language reads language_code. The server takes two letters only, which leaves
// out the languages of India that have no ISO 639-1 code.
func language(r *request) (string, error) {
	lang := r.values["language_code"]
	if !twoLetters.MatchString(lang) {
		return "", badRequest("invalid language code specified")
	}
	return lang, nil
}

func setText(kind string) func(*Server, *request) (any, error) {
	return func(s *Server, r *request) (any, error) {
		lang, err := language(r)
		if err != nil {
			return nil, err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.identity.texts[kind][lang] = r.values[kind]
		s.touch()
		return true, nil
	}
}

func getText(kind string) func(*Server, *request) (any, error) {
	return func(s *Server, r *request) (any, error) {
		lang, err := language(r)
		if err != nil {
			return nil, err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		return map[string]string{kind: s.identity.text(kind, lang)}, nil
	}
}

// commandScope reads scope and language_code.
func commandScope(r *request) (commandKey, error) {
	lang, err := language(r)
	if err != nil {
		return commandKey{}, err
	}
	scope := struct {
		Type string      `json:"type"`
		Chat json.Number `json:"chat_id"`
	}{Type: "default"}
	if err := r.decode("scope", &scope); err != nil {
		return commandKey{}, err
	}
	key := commandKey{scope: scope.Type, lang: lang}
	if scope.Chat != "" {
		if key.chat, err = scope.Chat.Int64(); err != nil {
			return key, badRequest("chat not found")
		}
	}
	return key, nil
}

var commandName = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)

func (s *Server) setMyCommands(r *request) (any, error) {
	key, err := commandScope(r)
	if err != nil {
		return nil, err
	}
	var list []BotCommand
	if err := r.decode("commands", &list); err != nil {
		return nil, err
	}
	if len(list) > 100 {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for _, c := range list {
		if !commandName.MatchString(c.Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := utf16Len(c.Description); n < 1 || n > 256 {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	return s.changeCommands(key, list)
}

func (s *Server) deleteMyCommands(r *request) (any, error) {
	key, err := commandScope(r)
	if err != nil {
		return nil, err
	}
	return s.changeCommands(key, nil)
}

// changeCommands sets a list, or removes it when empty, and shows it to whom it
// concerns.
func (s *Server) changeCommands(key commandKey, list []BotCommand) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.citizens[key.chat]
	if key.chat != 0 && c == nil {
		return nil, badRequest("chat not found")
	}
	if len(list) == 0 {
		delete(s.identity.commands, key)
	} else {
		s.identity.commands[key] = list
	}
	if c != nil {
		c.touch()
		return true, nil
	}
	for _, c := range s.citizens {
		c.touch()
	}
	return true, nil
}

func (s *Server) getMyCommands(r *request) (any, error) {
	key, err := commandScope(r)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.identity.commands[key]
	if list == nil {
		list = []BotCommand{}
	}
	return list, nil
}

// Menu is the list of commands the citizen sees: that of the chat, of private
// chats, or the default one, each first in the citizen's language.
func (c *Citizen) Menu() []BotCommand {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return slices.Clone(c.commands())
}

// lang is the language of the citizen's app without its region.
func (c *Citizen) lang() string {
	lang, _, _ := strings.Cut(c.profile.Lang, "-")
	return lang
}

func (c *Citizen) commands() []BotCommand {
	lang := c.lang()
	for _, key := range []commandKey{
		{"chat", c.id, lang}, {"chat", c.id, ""},
		{"all_private_chats", 0, lang}, {"all_private_chats", 0, ""},
		{"default", 0, lang}, {"default", 0, ""},
	} {
		if list := c.s.identity.commands[key]; list != nil {
			return list
		}
	}
	return nil
}

func (s *Server) setChatMenuButton(r *request) (any, error) {
	button := struct {
		Type string `json:"type"`
	}{Type: "default"}
	if err := r.decode("menu_button", &button); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.values["chat_id"] == "" {
		s.identity.menu = button.Type
		s.touch()
		return true, nil
	}
	c := s.citizens[r.integer("chat_id")]
	if c == nil {
		return nil, badRequest("chat not found")
	}
	c.menu = button.Type
	c.touch()
	return true, nil
}

func (s *Server) getChatMenuButton(r *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	button := s.identity.menu
	if c := s.citizens[r.integer("chat_id")]; c != nil && c.menu != "" {
		button = c.menu
	} else if r.values["chat_id"] != "" && c == nil {
		return nil, badRequest("chat not found")
	}
	return map[string]string{"type": button}, nil
}
