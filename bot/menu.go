package bot

import (
	"context"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

// menuRetry is how long after a failure the menus are tried again.
const menuRetry = time.Minute

// commandNames are the commands of the menu, in its order.
func commandNames() []string {
	return []string{"start", "lost", "report", "reports", "language", "help", "privacy", "mydata", "forget", "cancel"}
}

// commands is the menu in one language.
func commands(words Words, tag string) ([]Command, error) {
	w := renderer{words: words, tag: tag, plain: true}
	var out []Command
	for _, name := range commandNames() {
		text, err := w.text("cmd."+name, nil)
		if err != nil {
			return nil, err
		}
		out = append(out, Command{Name: name, Text: clip(text, 256)})
	}
	return out, nil
}

func botCommands(list []Command) []models.BotCommand {
	out := make([]models.BotCommand, len(list))
	for i, c := range list {
		out[i] = models.BotCommand{Command: c.Name, Description: c.Text}
	}
	return out
}

// introduce tells Telegram the menu and the descriptions in every language it has a
// two-letter code for, and those of the default language for all others. It goes on
// trying until ctx ends: the bot works without, less kindly.
func (b *Bot) introduce(ctx context.Context) {
	for _, code := range b.introductions() {
		for !b.introduceIn(ctx, code.tag, code.code) {
			b.o.Log.Warn("menu or description not set, trying again", "language", code.tag)
			if !pause(ctx, menuRetry) {
				return
			}
		}
	}
}

type introduction struct{ tag, code string }

// introductions are the languages to introduce the bot in: first the default, which is
// English where there is one.
func (b *Bot) introductions() []introduction {
	var out []introduction
	for _, l := range b.o.Words.Languages() {
		if len(l.Tag) == 2 {
			out = append(out, introduction{l.Tag, l.Tag})
		}
	}
	if len(out) == 0 {
		return nil
	}
	fallback := out[0].tag
	for _, l := range out {
		if l.tag == "en" {
			fallback = l.tag
		}
	}
	return append([]introduction{{tag: fallback}}, out...)
}

func (b *Bot) introduceIn(ctx context.Context, tag, code string) bool {
	w := renderer{words: b.o.Words, tag: tag, plain: true}
	list, err := commands(b.o.Words, tag)
	if err != nil {
		b.o.Log.Error("menu cannot be rendered", "language", tag)
		return true
	}
	long, errLong := w.text("bot.description", nil)
	short, errShort := w.text("bot.short", nil)
	if errLong != nil || errShort != nil {
		b.o.Log.Error("description cannot be rendered", "language", tag)
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, 3*sendTime)
	defer cancel()
	lib := b.api.lib
	_, err = lib.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: botCommands(list), LanguageCode: code})
	if err == nil {
		_, err = lib.SetMyDescription(ctx, &tg.SetMyDescriptionParams{Description: long, LanguageCode: code})
	}
	if err == nil {
		_, err = lib.SetMyShortDescription(ctx, &tg.SetMyShortDescriptionParams{ShortDescription: short, LanguageCode: code})
	}
	v := judge(err)
	if v.class == classTooFast {
		pause(ctx, v.wait)
	}
	return v.class == classSent || v.class == classRefused
}
