package main

import (
	"context"
	"testing"

	"satark/locales"
)

// Everything here goes through the sandbox's page in a real browser, as a person would
// use it, to the bot and the store behind it. One browser serves all; each test has a
// stage and a tab of its own.
func TestBrowser(t *testing.T) {
	browser := openBrowser(t)
	words, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name string
		test func(*testing.T, context.Context, *locales.Catalogue)
	}{
		{"a loss in Hindi, from the first word to the report", browseWholeLoss},
		{"two citizens in two languages", browseTwoCitizens},
		{"429, then the reply", browseTooMany},
		{"a picture through the file dialog", browseUpload},
		{"a link is not opened", browseLink},
		{"Tab and Enter", browseByKeyboard},
		{"pictures", browsePictures},
	} {
		t.Run(tt.name, func(t *testing.T) { tt.test(t, browser, words) })
	}
}
