package fraud

import (
	"math/big"
	"sync"
)

// numeral is one word of facts/numbers.json.
type numeral struct {
	kind  string // "" a number, "half" a fraction alone, "plus" added to what follows, "unit", "rupee", "paisa", "filler"
	value *big.Rat
}

type numeralEntry struct {
	Dated
	Kind  string   `json:"kind"`
	Value string   `json:"value"`
	Words []string `json:"words"`
}

// numerals maps each word's key to what it is worth.
var numerals = sync.OnceValue(func() map[string]numeral {
	all := map[string]numeral{}
	for _, e := range readFacts[numeralEntry]("numbers.json") {
		value, ok := new(big.Rat).SetString(e.Value)
		if !ok {
			continue
		}
		for _, w := range e.Words {
			all[wordKey(w)] = numeral{e.Kind, value}
		}
	}
	return all
})
