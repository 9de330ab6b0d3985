package bot

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"satark/dialogs"
	"satark/fraud"
)

// A reminder waits for days as bytes, and its arguments must come back with the
// types they went in with: an amount as an amount, not as a number.

var errReply = errors.New("bot: not an encoded reply")

type typedArg struct {
	Type  string          `json:"t"`
	Value json.RawMessage `json:"v"`
}

// typedReply is dialogs.Reply with its arguments taken out.
type typedReply struct {
	Reply dialogs.Reply         `json:"reply"`
	Args  []map[string]typedArg `json:"args"` // in the order argsOf visits them
}

// argsOf visits every set of arguments of a reply, always in the same order.
func argsOf(r *dialogs.Reply, visit func(*dialogs.Args) error) error {
	all := []*dialogs.Args{&r.Args}
	for i := range r.Lead {
		all = append(all, &r.Lead[i].Args)
	}
	for i := range r.Lines {
		all = append(all, &r.Lines[i].Args)
	}
	if r.Foot != nil {
		all = append(all, &r.Foot.Args)
	}
	for _, row := range r.Rows {
		for i := range row {
			all = append(all, &row[i].Args)
		}
	}
	for _, a := range all {
		if err := visit(a); err != nil {
			return err
		}
	}
	return nil
}

// encodeReply turns a reply into bytes that decodeReply reads back.
func encodeReply(r dialogs.Reply) ([]byte, error) {
	var out typedReply
	r = copyReply(r)
	err := argsOf(&r, func(a *dialogs.Args) error {
		set, err := encodeArgs(*a)
		out.Args = append(out.Args, set)
		*a = nil
		return err
	})
	if err != nil {
		return nil, err
	}
	out.Reply = r
	return json.Marshal(out)
}

func decodeReply(body []byte) (dialogs.Reply, error) {
	var in typedReply
	if err := json.Unmarshal(body, &in); err != nil {
		return dialogs.Reply{}, fmt.Errorf("%w: %w", errReply, err)
	}
	i := 0
	err := argsOf(&in.Reply, func(a *dialogs.Args) error {
		if i >= len(in.Args) {
			return errReply
		}
		set, err := decodeArgs(in.Args[i])
		i++
		*a = set
		return err
	})
	return in.Reply, err
}

// copyReply copies all that argsOf reaches, so that the original keeps its
// arguments.
func copyReply(r dialogs.Reply) dialogs.Reply {
	r.Lead = append([]dialogs.Text(nil), r.Lead...)
	r.Lines = append([]dialogs.Text(nil), r.Lines...)
	if r.Foot != nil {
		foot := *r.Foot
		r.Foot = &foot
	}
	rows := make([][]dialogs.Button, len(r.Rows))
	for i, row := range r.Rows {
		rows[i] = append([]dialogs.Button(nil), row...)
	}
	r.Rows = rows
	return r
}

func encodeArgs(args dialogs.Args) (map[string]typedArg, error) {
	if args == nil {
		return nil, nil
	}
	out := make(map[string]typedArg, len(args))
	for name, v := range args {
		kind := argType(v)
		if kind == "" {
			return nil, fmt.Errorf("%w: argument %s is a %T", errRender, name, v)
		}
		raw, err := json.Marshal(v)
		if err != nil {
			return nil, err
		}
		out[name] = typedArg{Type: kind, Value: raw}
	}
	return out, nil
}

func decodeArgs(set map[string]typedArg) (dialogs.Args, error) {
	if set == nil {
		return nil, nil
	}
	out := make(dialogs.Args, len(set))
	for name, a := range set {
		v, err := a.decode()
		if err != nil {
			return nil, fmt.Errorf("%w: argument %s: %w", errReply, name, err)
		}
		out[name] = v
	}
	return out, nil
}

func argType(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case int:
		return "int"
	case fraud.Paise:
		return "paise"
	case time.Time:
		return "time"
	case dialogs.When:
		return "when"
	case fraud.Identifier:
		return "identifier"
	case fraud.Number:
		return "number"
	case dialogs.Label:
		return "label"
	case []dialogs.Label:
		return "labels"
	}
	return ""
}

func (a typedArg) decode() (any, error) {
	switch a.Type {
	case "string":
		return as[string](a.Value)
	case "int":
		return as[int](a.Value)
	case "paise":
		return as[fraud.Paise](a.Value)
	case "time":
		return as[time.Time](a.Value)
	case "when":
		return as[dialogs.When](a.Value)
	case "identifier":
		return as[fraud.Identifier](a.Value)
	case "number":
		return as[fraud.Number](a.Value)
	case "label":
		return as[dialogs.Label](a.Value)
	case "labels":
		return as[[]dialogs.Label](a.Value)
	}
	return nil, errReply
}

func as[T any](raw json.RawMessage) (any, error) {
	var v T
	err := json.Unmarshal(raw, &v)
	return v, err
}
