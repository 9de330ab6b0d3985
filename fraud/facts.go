package fraud

import (
	"embed"
	"encoding/json"
	"fmt"
	"time"
)

//go:embed facts/*.json
var factFiles embed.FS

// factLife is how long a fact is trusted after it was verified, unless its file says
// otherwise with "good_for_days".
const factLife = 180 * 24 * time.Hour

// Dated is the part that every fact in facts/*.json has. Source and Verified stand once
// a file when all its entries share them.
type Dated struct {
	ID       string `json:"id"`
	Source   string `json:"source,omitempty"`   // where it was read
	Verified string `json:"verified,omitempty"` // day it was last verified, 2006-01-02
	From     string `json:"from,omitempty"`     // first day in IST it holds, 2006-01-02
	Until    string `json:"until,omitempty"`    // first day in IST it no longer holds
}

func (d *Dated) inherit(source, verified string) {
	if d.Source == "" {
		d.Source = source
	}
	if d.Verified == "" {
		d.Verified = verified
	}
}

// factFile is the envelope of each file in facts.
type factFile[E any] struct {
	Source      string `json:"source"`
	Verified    string `json:"verified"`
	GoodForDays int    `json:"good_for_days"`
	Entries     []E    `json:"entries"`
}

// readFacts decodes one embedded file. The files are part of the program and a test
// decodes each, so a fault here cannot reach a running bot.
func readFacts[E any, P interface {
	*E
	inherit(source, verified string)
}](name string) []E {
	file := decodeFacts[E](name)
	for i := range file.Entries {
		P(&file.Entries[i]).inherit(file.Source, file.Verified)
	}
	return file.Entries
}

func decodeFacts[E any](name string) factFile[E] {
	var file factFile[E]
	raw, err := factFiles.ReadFile("facts/" + name)
	if err == nil {
		err = json.Unmarshal(raw, &file)
	}
	if err != nil {
		panic(fmt.Sprintf("fraud: embedded facts %s: %v", name, err))
	}
	return file
}

// day is midnight in IST of a date written 2006-01-02; zero when empty or malformed.
func day(s string) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, s, IST)
	if err != nil {
		return time.Time{}
	}
	return t
}
