package sandbox

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// libraryBot is the Telegram library talking to a rig over a real connection.
func libraryBot(t *testing.T, r *rig) *bot.Bot {
	t.Helper()
	b, err := bot.New(DefaultToken, bot.WithServerURL(r.web.URL), bot.WithHTTPClient(time.Second, r.web.Client()))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestLibraryCalls(t *testing.T) {
	r := newRig(t, Options{}).listen()
	b, ctx := libraryBot(t, r), context.Background()
	keyboard := &models.InlineKeyboardMarkup{InlineKeyboard: [][]models.InlineKeyboardButton{
		{{Text: "हाँ", CallbackData: "yes"}, {Text: "Open", URL: "https://cybercrime.gov.in/"}},
		{{Text: "Copy", CopyText: models.CopyTextButton{Text: "1930"}}},
	}}
	m, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: ashaID, Text: "<b>क्या</b> हुआ?", ParseMode: models.ParseModeHTML, ReplyMarkup: keyboard})
	if err != nil {
		t.Fatal(err)
	}
	if m.Text != "क्या हुआ?" || len(m.Entities) != 1 || m.Entities[0].Length != 4 {
		t.Errorf("text %q, entities %+v", m.Text, m.Entities)
	}
	if got := m.ReplyMarkup.InlineKeyboard[1][0].CopyText.Text; got != "1930" {
		t.Errorf("copy button holds %q", got)
	}
	doc, err := b.SendDocument(ctx, &bot.SendDocumentParams{ChatID: ashaID, Document: &models.InputFileUpload{Filename: "pack.pdf", Data: strings.NewReader("%PDF-1.7")}, Caption: "pack"})
	if err != nil {
		t.Fatal(err)
	}
	file, err := b.GetFile(ctx, &bot.GetFileParams{FileID: doc.Document.FileID})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(b.FileDownloadLink(file))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 || resp.ContentLength != 8 {
		t.Errorf("download: %s, %d bytes", resp.Status, resp.ContentLength)
	}
	steps := map[string]func() error{
		"contact": func() error {
			_, err := b.SendContact(ctx, &bot.SendContactParams{ChatID: ashaID, PhoneNumber: "1930", FirstName: "Cyber helpline"})
			return err
		},
		"reply keyboard": func() error {
			_, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: ashaID, Text: "Share?", ReplyMarkup: &models.ReplyKeyboardMarkup{
				Keyboard: [][]models.KeyboardButton{{{Text: "Share my number", RequestContact: true}}}, ResizeKeyboard: true, OneTimeKeyboard: true}})
			return err
		},
		"commands": func() error {
			_, err := b.SetMyCommands(ctx, &bot.SetMyCommandsParams{Commands: []models.BotCommand{{Command: "start", Description: "Begin"}},
				Scope: &models.BotCommandScopeChat{ChatID: ashaID}, LanguageCode: "hi"})
			return err
		},
		"edit": func() error {
			_, err := b.EditMessageText(ctx, &bot.EditMessageTextParams{ChatID: ashaID, MessageID: m.ID, Text: "done"})
			return err
		},
		"action": func() error {
			_, err := b.SendChatAction(ctx, &bot.SendChatActionParams{ChatID: ashaID, Action: models.ChatActionTyping})
			return err
		},
		"menu button": func() error {
			_, err := b.SetChatMenuButton(ctx, &bot.SetChatMenuButtonParams{ChatID: ashaID, MenuButton: models.MenuButtonCommands{Type: models.MenuButtonTypeCommands}})
			return err
		},
		"description": func() error {
			_, err := b.SetMyDescription(ctx, &bot.SetMyDescriptionParams{Description: "Unofficial"})
			return err
		},
		"webhook": func() error {
			_, err := b.SetWebhook(ctx, &bot.SetWebhookParams{URL: "https://example.org/telegram", SecretToken: "s3cret", AllowedUpdates: []string{"message"}})
			return err
		},
		"no webhook": func() error {
			_, err := b.DeleteWebhook(ctx, &bot.DeleteWebhookParams{})
			return err
		},
	}
	for name, step := range steps {
		if err := step(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLibraryErrors(t *testing.T) {
	r := newRig(t, Options{}).listen()
	b, ctx := libraryBot(t, r), context.Background()
	say := func(text string) error {
		_, err := b.SendMessage(ctx, &bot.SendMessageParams{ChatID: ashaID, Text: text})
		return err
	}
	if err := say(" "); !errors.Is(err, bot.ErrorBadRequest) {
		t.Errorf("empty text: %v", err)
	}
	r.SetFaults(Faults{TooMany: 1, RetryAfter: 7})
	var slow *bot.TooManyRequestsError
	if err := say("a"); !errors.As(err, &slow) || slow.RetryAfter != 7 {
		t.Errorf("429: %v", err)
	}
	r.SetFaults(Faults{DropReplies: 1})
	if err := say("delivered all the same"); err == nil {
		t.Error("a dropped reply was answered")
	}
	if got := len(r.asha.Messages()); got != 1 {
		t.Errorf("%d messages on the screen, want the one whose reply was dropped", got)
	}
	r.asha.Block()
	if err := say("b"); !errors.Is(err, bot.ErrorForbidden) {
		t.Errorf("blocked: %v", err)
	}
}
