package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"

	"satark/fraud"
	"satark/locales"
	"satark/store"
	"satark/store/redisstore"
	"satark/store/sqlitestore"
)

// telegram asks who the token is and what Telegram knows of our webhook.
func (c *checking) telegram(ctx context.Context, s Settings) {
	c.head("telegram " + s.APIURL)
	var me struct {
		Username string `json:"username"`
	}
	if err := ask(ctx, s, "getMe", &me); err != nil {
		c.fail("the token is not let in: "+err.Error(), "copy the token anew from @BotFather, and see that "+s.APIURL+" can be reached from here")
		return
	}
	c.fine("the token is that of @" + me.Username)
	var hook struct {
		URL       string `json:"url"`
		Pending   int    `json:"pending_update_count"`
		ErrorDate int64  `json:"last_error_date"`
		Error     string `json:"last_error_message"`
	}
	if err := ask(ctx, s, "getWebhookInfo", &hook); err != nil {
		c.fail("the webhook cannot be asked for: "+err.Error(), "")
		return
	}
	switch {
	case hook.URL == s.WebhookURL && s.WebhookURL == "":
		c.fine("no webhook is set: updates are polled")
	case hook.URL == s.WebhookURL:
		c.fine("the webhook is set to SATARK_WEBHOOK_URL")
	case s.WebhookURL == "":
		c.warn("a webhook is set at Telegram, and SATARK_WEBHOOK_URL is not", "serve will remove it and poll; if another bot program runs with this token, stop it first")
	default:
		c.warn("the webhook set at Telegram is not SATARK_WEBHOOK_URL", "serve sets it when it starts")
	}
	if failed := time.Unix(hook.ErrorDate, 0); hook.ErrorDate > 0 && c.now.Sub(failed) < time.Hour {
		c.warn(fmt.Sprintf("Telegram's last call failed %s ago: %s", c.now.Sub(failed).Round(time.Second), hook.Error),
			"see that the address answers from the internet, with a certificate that is valid")
	}
	if hook.Pending > 100 {
		c.warn(fmt.Sprintf("%d updates wait at Telegram", hook.Pending), "see that serve runs and that its store answers")
	}
}

// ask calls a method of the Bot API that takes nothing. Its errors name no token.
func ask(ctx context.Context, s Settings, method string, result any) error {
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.APIURL+"/bot"+s.Token.Reveal()+"/"+method, nil)
	if err != nil {
		return errors.New("the address of the Bot API server makes no request")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		var at *url.Error // holds the address, and the token with it
		if errors.As(err, &at) {
			err = at.Err
		}
		return fmt.Errorf("no answer: %w", err)
	}
	defer response.Body.Close()
	var answer struct {
		OK          bool            `json:"ok"`
		Result      json.RawMessage `json:"result"`
		Description string          `json:"description"`
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return fmt.Errorf("the answer %s is not the Bot API's", response.Status)
	}
	if !answer.OK {
		return errors.New(answer.Description)
	}
	return json.Unmarshal(answer.Result, result)
}

// languages holds every catalogue to the English one.
func (c *checking) languages(catalogue *locales.Catalogue, tags []string) {
	c.head("languages")
	english := catalogue.Keys("en")
	for _, language := range offer(catalogue, tags).Languages() {
		missing := slices.DeleteFunc(slices.Clone(english), func(key string) bool { return catalogue.Has(language.Tag, key) })
		if len(missing) > 0 {
			c.fail(fmt.Sprintf("%s lacks %d messages, the first is %s", language.Tag, len(missing), missing[0]), "translate them in locales/active."+language.Tag+".toml")
			continue
		}
		c.fine(fmt.Sprintf("%s, %s: %d messages, %s", language.Tag, language.Autonym, len(catalogue.Keys(language.Tag)), language.Review))
	}
}

// facts names the facts that somebody should look at again.
func (c *checking) facts(stale []fraud.Fact, all int) {
	c.head("facts")
	for _, f := range stale {
		c.warn(fmt.Sprintf("%s in %s is %s, verified %s", f.ID, f.File, f.Why, f.Verified.In(fraud.IST).Format(time.DateOnly)), "look at "+f.Source)
	}
	c.fine(fmt.Sprintf("%d facts, %d to look at again", all, len(stale)))
}

// storeCureFor tells what to do about a store that does not open.
func storeCureFor(err error) string {
	switch {
	case errors.Is(err, sqlitestore.ErrInUse):
		return "stop the serve that has it open, or run check with another SATARK_STORE"
	case errors.Is(err, sqlitestore.ErrNewer):
		return "run the version of satark that wrote it, or a later one"
	case errors.Is(err, sqlitestore.ErrKeyExposed):
		return "let nobody else read the key file: chmod 600"
	case errors.Is(err, redisstore.ErrForgetful):
		return "give Redis appendonly yes, appendfsync always and maxmemory-policy noeviction, as compose.yaml does; for a trial set SATARK_STORE_MAY_FORGET=yes"
	case errors.Is(err, store.ErrWrongKey):
		return "set SATARK_KEY to the key the store was begun with"
	}
	return "see that SATARK_STORE and SATARK_BLOBS are right, that it runs, and that this user may write there"
}

// here is the address to reach a listener from this machine.
func here(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return net.JoinHostPort(host, port)
}
