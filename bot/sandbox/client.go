package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// Client drives pretend citizens of a sandbox in another process.
type Client struct {
	Base string       // of the sandbox, without a slash at the end
	HTTP *http.Client // nil: http.DefaultClient
}

// AddCitizen adds a citizen or gives the profile anew. Id 0 asks for a free one;
// the id is the answer.
func (c *Client) AddCitizen(ctx context.Context, id int64, p Profile) (int64, error) {
	card := CitizenCard{ID: id, Profile: p}
	err := c.call(ctx, http.MethodPost, "/citizens", card, &card)
	return card.ID, err
}

// Do is Citizen.Do.
func (c *Client) Do(ctx context.Context, id int64, a Act) ([]int64, error) {
	var done actDone
	err := c.call(ctx, http.MethodPost, fmt.Sprintf("/citizens/%d/act", id), a, &done)
	return done.Updates, err
}

// Say is Citizen.Say, with the error.
func (c *Client) Say(ctx context.Context, id int64, text string) (int64, error) {
	ids, err := c.Do(ctx, id, Act{Kind: ActSay, Text: text})
	return last(ids), err
}

// PressLabel is Citizen.PressLabel.
func (c *Client) PressLabel(ctx context.Context, id int64, label string) (int64, error) {
	ids, err := c.Do(ctx, id, Act{Kind: ActLabel, Text: label})
	return last(ids), err
}

// Screen is the citizen's chat as it stands. Files come without their bytes.
func (c *Client) Screen(ctx context.Context, id int64) (Screen, error) {
	var screen Screen
	err := c.call(ctx, http.MethodGet, fmt.Sprintf("/citizens/%d/screen", id), nil, &screen)
	return screen, err
}

// Wait blocks until cond holds for the citizen's messages and answers the screen then.
func (c *Client) Wait(ctx context.Context, id int64, cond func([]Message) bool) (Screen, error) {
	screen, err := c.Screen(ctx, id)
	for err == nil && !cond(screen.Messages) {
		path := fmt.Sprintf("/citizens/%d/screen?after=%d", id, screen.Rev)
		screen = Screen{}
		err = c.call(ctx, http.MethodGet, path, nil, &screen)
	}
	return screen, err
}

// Acknowledged is Server.Acknowledged.
func (c *Client) Acknowledged(ctx context.Context, updateID int64) (bool, error) {
	var state updateState
	err := c.call(ctx, http.MethodGet, fmt.Sprintf("/updates/%d", updateID), nil, &state)
	return state.Acknowledged, err
}

// WaitAcknowledged is Server.WaitAcknowledged for one update. It returns when it was.
func (c *Client) WaitAcknowledged(ctx context.Context, updateID int64) (time.Time, error) {
	for {
		var state updateState
		err := c.call(ctx, http.MethodGet, fmt.Sprintf("/updates/%d?wait", updateID), nil, &state)
		switch {
		case err != nil || state.Acknowledged:
			return state.At, err
		case state.Lost:
			return time.Time{}, ErrLost
		}
	}
}

// CutCalls is Server.CutCalls.
func (c *Client) CutCalls(ctx context.Context) ([]Call, error) {
	var list []Call
	err := c.call(ctx, http.MethodGet, "/calls/cut", nil, &list)
	return list, err
}

// Repeat is Server.Repeat.
func (c *Client) Repeat(ctx context.Context, n int) (int, error) {
	order := repeatOrder{n}
	err := c.call(ctx, http.MethodPost, "/repeats", order, &order)
	return order.Count, err
}

// Repeats is Server.Repeats.
func (c *Client) Repeats(ctx context.Context) ([]Repeat, error) {
	var list []Repeat
	err := c.call(ctx, http.MethodGet, "/repeats", nil, &list)
	return list, err
}

// Calls is Server.Calls.
func (c *Client) Calls(ctx context.Context) ([]Call, error) {
	var list []Call
	err := c.call(ctx, http.MethodGet, "/calls", nil, &list)
	return list, err
}

// SetFaults is Server.SetFaults.
func (c *Client) SetFaults(ctx context.Context, f Faults) error {
	return c.call(ctx, http.MethodPut, "/faults", f, nil)
}

// SetChatFaults is Citizen.SetFaults.
func (c *Client) SetChatFaults(ctx context.Context, id int64, f Faults) error {
	return c.call(ctx, http.MethodPut, fmt.Sprintf("/citizens/%d/faults", id), f, nil)
}

// File fetches the bytes of a file on a screen.
func (c *Client) File(ctx context.Context, fileID string) ([]byte, error) {
	var data []byte
	err := c.call(ctx, http.MethodGet, "/files/"+fileID, nil, &data)
	return data, err
}

// call makes one request of the page API; v is where JSON goes, or bytes.
func (c *Client) call(ctx context.Context, method, path string, body, v any) error {
	var raw io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if err != nil {
			return fmt.Errorf("sandbox client: %w", err)
		}
		raw = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.Base+"/chat/api"+path, raw)
	if err != nil {
		return fmt.Errorf("sandbox client: %w", err)
	}
	web := c.HTTP
	if web == nil {
		web = http.DefaultClient
	}
	resp, err := web.Do(req)
	if err != nil {
		return fmt.Errorf("sandbox client: %w", err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		return fmt.Errorf("sandbox client: %w", err)
	}
	return readAnswer(resp.StatusCode, text, v)
}

func readAnswer(status int, text []byte, v any) error {
	if status != http.StatusOK {
		var fault apiFault
		_ = json.Unmarshal(text, &fault)
		if known := faultNames[fault.Error]; known != nil {
			return known
		}
		return fmt.Errorf("sandbox client: %d %s", status, fault.Error)
	}
	switch v := v.(type) {
	case nil:
		return nil
	case *[]byte:
		*v = text
		return nil
	}
	if err := json.Unmarshal(text, v); err != nil {
		return fmt.Errorf("sandbox client: %w", err)
	}
	return nil
}
