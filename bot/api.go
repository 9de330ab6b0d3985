package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

const (
	sendTime = 10 * time.Second // a call to Telegram may take as long
	fileTime = 60 * time.Second // a download may
)

// api makes our calls to Telegram. None of its errors holds the token.
type api struct {
	lib   *tg.Bot
	http  *http.Client
	base  string // server
	token string
}

// newHTTPClient keeps a connection for every send under way: the default client
// opens a new one for all but two.
func newHTTPClient() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns, t.MaxIdleConnsPerHost = 256, 128
	t.DialContext = (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	return &http.Client{Transport: t}
}

func newAPI(o Options) (*api, error) {
	silent := func(error) {}
	lib, err := tg.New(o.Token,
		tg.WithSkipGetMe(), tg.WithServerURL(o.APIURL), tg.WithHTTPClient(time.Minute, oneWrite{o.HTTPClient}),
		tg.WithErrorsHandler(silent), tg.WithDebugHandler(func(string, ...any) {}))
	if err != nil {
		return nil, errors.New("bot: the token is empty")
	}
	return &api{lib: lib, http: o.HTTPClient, base: o.APIURL, token: o.Token}, nil
}

// send makes the call an Outgoing stands for.
func (a *api) send(ctx context.Context, chat int64, o Outgoing) error {
	ctx, cancel := context.WithTimeout(ctx, sendTime)
	defer cancel()
	mode := models.ParseModeHTML
	if o.Plain {
		mode = ""
	}
	quiet := true
	preview := &models.LinkPreviewOptions{IsDisabled: &quiet}
	var err error
	switch o.Method {
	case methodSend:
		_, err = a.lib.SendMessage(ctx, &tg.SendMessageParams{ChatID: chat, Text: o.Text, ParseMode: mode, LinkPreviewOptions: preview, ReplyMarkup: markup(o.Markup)})
	case methodEdit:
		_, err = a.lib.EditMessageText(ctx, &tg.EditMessageTextParams{ChatID: chat, MessageID: o.Message, Text: o.Text, ParseMode: mode, LinkPreviewOptions: preview, ReplyMarkup: markup(o.Markup)})
	case methodContact:
		_, err = a.lib.SendContact(ctx, &tg.SendContactParams{ChatID: chat, PhoneNumber: o.Phone, FirstName: o.Name, ReplyMarkup: markup(o.Markup)})
	case methodDelete:
		_, err = a.lib.DeleteMessage(ctx, &tg.DeleteMessageParams{ChatID: chat, MessageID: o.Message})
	case methodMenu:
		_, err = a.lib.SetMyCommands(ctx, &tg.SetMyCommandsParams{Commands: botCommands(o.Commands), Scope: &models.BotCommandScopeChat{ChatID: chat}})
	default:
		err = fmt.Errorf("%w, no method %q", tg.ErrorBadRequest, o.Method)
	}
	return err
}

// document sends a file made here.
func (a *api) document(ctx context.Context, chat int64, name, caption string, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, fileTime)
	defer cancel()
	_, err := a.lib.SendDocument(ctx, &tg.SendDocumentParams{
		ChatID: chat, Document: &models.InputFileUpload{Filename: name, Data: bytes.NewReader(data)}, Caption: caption, ParseMode: models.ParseModeHTML,
	})
	return err
}

// markup is nil for no keyboard: a typed nil would be sent as null.
func markup(raw json.RawMessage) models.ReplyMarkup {
	if len(raw) == 0 {
		return nil
	}
	return raw
}

// errFile is a file that Telegram no longer has, or does not give.
var errFile = errors.New("bot: no such file at Telegram")

// errLink is a call that failed on the way; its words are left out, for they may
// hold the address with the token.
var errLink = errors.New("bot: no answer from Telegram")

// download fetches a file of at most maxFile bytes. It returns errFile when there
// is nothing to fetch, now or later.
func (a *api) download(ctx context.Context, fileID string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, fileTime)
	defer cancel()
	f, err := a.lib.GetFile(ctx, &tg.GetFileParams{FileID: fileID})
	switch v := judge(err); v.class {
	case classSent:
	case classAgain, classTooFast, classToken:
		return nil, errLink
	default:
		return nil, errFile
	}
	if f.FileSize > maxFile || f.FilePath == "" {
		return nil, errFile
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, a.base+"/file/bot"+a.token+"/"+f.FilePath, nil)
	if err != nil {
		return nil, errFile
	}
	resp, err := a.http.Do(req)
	if err != nil {
		return nil, scrubbed(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNotFound || resp.StatusCode == http.StatusGone {
		return nil, errFile
	}
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: status %d", errLink, resp.StatusCode)
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, maxFile+1))
	if err != nil {
		return nil, scrubbed(err)
	}
	if len(data) > maxFile {
		return nil, errFile
	}
	return data, nil
}

// scrubbed takes the address out of a transport error.
func scrubbed(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%w: %w", errLink, err)
	}
	return errLink
}
