package main

import (
	"errors"
	"log/slog"
	"strings"

	"filippo.io/age"

	"satark/store/seal"
	"satark/store/sqlitestore"
)

// operatorOf puts the operator's keys to work. When something does not open with them,
// they are read anew: keys that come from files can be changed while the program runs.
func operatorOf(s Settings, log *slog.Logger) (*seal.Operator, error) {
	keys, err := operatorKeys(s, log)
	if err != nil {
		return nil, err
	}
	o, err := seal.NewOperator(keys...)
	if err != nil {
		return nil, err
	}
	o.Ask(func() ([]seal.Key, error) {
		if s.Key == "" {
			return operatorKeys(s, slog.New(slog.DiscardHandler))
		}
		now, err := readStoreSettings(environment(), nil)
		if err != nil {
			return nil, err
		}
		return operatorKeys(now, log)
	})
	return o, nil
}

// operatorKeys are those of SATARK_KEY and SATARK_KEY_ALSO, or of the embedded store's own
// key file; the one that locks comes first.
func operatorKeys(s Settings, log *slog.Logger) ([]seal.Key, error) {
	if s.Key == "" {
		if s.Store.Redis() {
			return nil, seal.ErrKeyMissing
		}
		keys, made, err := sqlitestore.KeyFile(s.Store.Dir)
		if made {
			log.Warn("a new encryption key was made; keep a copy apart from the data: without it the data is lost", "file", sqlitestore.KeyName)
		}
		return keys, err
	}
	var keys []seal.Key
	for _, text := range append([]string{s.Key.Reveal()}, words(s.KeyAlso.Reveal())...) {
		key, err := seal.ParseKey(text)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	return keys, nil
}

// parseKeys keeps the text; package seal makes keys of it.
func parseKeys(v string) (Secret, error) {
	for _, text := range words(v) {
		if _, err := seal.ParseKey(text); err != nil {
			return "", fault("has something that is not a key ("+err.Error()+")", "write keys of 32 bytes in hex or base64, with commas")
		}
	}
	return Secret(v), nil
}

// errRecipient hides what was set: somebody may set the secret key by mistake.
var errRecipient = errors.New("not a public age key")

func parseRecipient(v string) (string, error) {
	_, err := age.ParseX25519Recipient(v)
	switch {
	case strings.HasPrefix(strings.ToUpper(v), "AGE-SECRET-KEY-"):
		return "", fault("is the secret key", "set the public one, which begins with age1, and keep the secret one away from this machine")
	case err != nil:
		return "", fault("is "+errRecipient.Error(), "make a pair with satark vault keygen, or age-keygen, and set the part that begins with age1")
	}
	return v, nil
}
