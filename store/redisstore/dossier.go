package redisstore

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"satark/store"
)

// dossiers reads all of some persons, each as of one moment.
func (e *Engine) dossiers(ctx context.Context, persons []string) ([]store.Entry, error) {
	calls := make([]scriptCall, len(persons))
	for i, person := range persons {
		k := keysOf(person)
		calls[i] = scriptCall{
			keys: []string{k.record(), k.lines(), k.reports(), k.line(), k.side(), k.due()},
			args: []any{person},
		}
	}
	answers, err := e.runAll(ctx, e.scripts.dossier, calls)
	if err != nil {
		return nil, err
	}
	var all []store.Entry
	for i, answer := range answers {
		parts, ok := answer.([]any)
		if ok && len(parts) == 0 {
			continue // forgotten meanwhile
		}
		d, err := readDossier(persons[i], parts)
		if err != nil {
			return nil, err
		}
		all = append(all, store.Entry{Dossier: d})
	}
	return all, nil
}

// readDossier reads dossier.lua's answer.
func readDossier(person string, parts []any) (*store.Dossier, error) {
	if len(parts) != 4 {
		return nil, errRecord
	}
	raw, ok := parts[0].(string)
	lines, ok1 := texts(parts[1])
	reports, ok2 := texts(parts[2])
	items, ok3 := texts(parts[3])
	if !ok || !ok1 || !ok2 || !ok3 || len(reports)%2 != 0 || len(items)%5 != 0 {
		return nil, errRecord
	}
	record, err := decodeRecord([]byte(raw))
	if err != nil {
		return nil, err
	}
	d := &store.Dossier{Person: person, Record: record}
	for _, line := range lines {
		d.Lines = append(d.Lines, []byte(line))
	}
	for pair := range slices.Chunk(reports, 2) {
		d.Reports = append(d.Reports, store.Record{Key: pair[0], Sealed: []byte(pair[1])})
	}
	for five := range slices.Chunk(items, 5) {
		item, err := readPending(five)
		if err != nil {
			return nil, err
		}
		d.Items = append(d.Items, item)
	}
	slices.SortFunc(d.Reports, func(a, b store.Record) int { return cmp.Compare(a.Key, b.Key) })
	slices.SortFunc(d.Items, func(a, b store.Pending) int { return cmp.Compare(a.ID, b.ID) })
	return d, nil
}

// readPending reads id, lane, when to act, tries and delivery.
func readPending(five []string) (store.Pending, error) {
	due, err := strconv.ParseInt(five[2], 10, 64)
	tries, err2 := strconv.Atoi(five[3])
	if err != nil || err2 != nil || tries < 0 || (five[1] != "line" && five[1] != "side") {
		return store.Pending{}, errRecord
	}
	item := store.Item{ID: five[0], Line: five[1] == "line", Due: time.UnixMilli(due).UTC(), Sealed: []byte(five[4])}
	return store.Pending{Item: item, Tries: tries}, nil
}

// texts reads a list of strings.
func texts(answer any) ([]string, bool) {
	parts, ok := answer.([]any)
	if !ok {
		return nil, false
	}
	out := make([]string, len(parts))
	for i, p := range parts {
		if out[i], ok = p.(string); !ok {
			return nil, false
		}
	}
	return out, true
}
