package store

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"satark/dialogs"
	"satark/fraud"
	"satark/store/seal"
)

// Vault keeps what was held of persons who were forgotten, where this program can put it
// and not read it, until a day comes: the DPDP Rules 2025, rule 8(3), ask for a year.
type Vault interface {
	// Put keeps what write writes until a time, and returns when it is durable. After an
	// error nothing of it is there.
	Put(ctx context.Context, until time.Time, write func(io.Writer) error) error
	// Purge deletes what is over, and returns how many archives that were.
	Purge(ctx context.Context, now time.Time) (int, error)
	// List returns what is there, the first to be deleted first.
	List(ctx context.Context) ([]Vaulted, error)
}

// Vaulted is an archive in a vault.
type Vaulted struct {
	Name  string    // says nothing of the person
	Until time.Time // UTC
	Size  int64     // bytes
}

// errNoVault says that the store was made without a vault.
var errNoVault = errors.New("store: no vault is set")

// PurgeVault deletes what is over in the vault, and returns how many archives that were.
// Without a vault there are none.
func (s *Store) PurgeVault(ctx context.Context) (int, error) {
	if s.opt.Vault == nil {
		return 0, nil
	}
	n, err := s.opt.Vault.Purge(ctx, s.now())
	return n, opError("purge vault", err)
}

// Vaulted returns what is in the vault, the first to be deleted first.
func (s *Store) Vaulted(ctx context.Context) ([]Vaulted, error) {
	if s.opt.Vault == nil {
		return nil, opError("vaulted", errNoVault)
	}
	all, err := s.opt.Vault.List(ctx)
	return all, opError("vaulted", err)
}

// archived is everything.json in an archive.
type archived struct {
	Chat       int64           `json:"chat"`
	Made       time.Time       `json:"made"`
	Until      time.Time       `json:"until"`
	Session    dialogs.Session `json:"session"`
	Transcript []Line          `json:"transcript"`
	Reports    []fraud.Report  `json:"reports"`
}

// lockAway puts all that is held of a person into the vault, when there is one to put it
// in: a tar of everything.json and of the files of evidence.
func (s *Store) lockAway(ctx context.Context, chatID int64) error {
	if s.opt.Vault == nil || s.opt.VaultFor <= 0 {
		return nil
	}
	chat, err := s.Load(ctx, chatID)
	if err != nil || chat.Version == 0 {
		return err
	}
	all := archived{Chat: chatID, Made: s.now(), Until: s.now().Add(s.opt.VaultFor), Session: chat.Session}
	if all.Transcript, err = s.lines(ctx, chat, 0, -1); err != nil {
		return err
	}
	if all.Reports, err = s.reports(ctx, chat); err != nil {
		return err
	}
	return s.opt.Vault.Put(ctx, all.Until, func(w io.Writer) error {
		a := &archive{Store: s, chat: chat, tar: tar.NewWriter(w), made: all.Made}
		if err := a.all(ctx, all); err != nil {
			return err
		}
		return a.tar.Close()
	})
}

// archive writes the tar of one person.
type archive struct {
	*Store
	chat *Chat
	tar  *tar.Writer
	made time.Time
}

func (a *archive) all(ctx context.Context, all archived) error {
	text, err := json.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	if err := a.add("everything.json", text); err != nil || a.opt.Blobs == nil {
		return err
	}
	names := a.names(evidenceOf(all.Session, all.Reports))
	ids, err := a.opt.Blobs.FilesOf(ctx, a.chat.person)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := a.evidence(ctx, id, names[id]); err != nil {
			return err
		}
	}
	return nil
}

// names are the readable names of files by their hashes.
func (a *archive) names(evidence []string) map[string]string {
	names := map[string]string{}
	for _, id := range evidence {
		for _, file := range EvidenceFiles(id) {
			names[a.keys.Hash("blob", file)] = file
		}
	}
	return names
}

// evidence adds a file. One that was changed or cut short does not keep its person from
// being forgotten: its name says so.
func (a *archive) evidence(ctx context.Context, id, name string) error {
	file, err := a.opt.Blobs.Get(ctx, a.chat.person, id)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	if name == "" || !plainName(name) {
		name = id
	}
	content, err := io.ReadAll(a.chat.box.OpenStream(a.chat.label("blob", id), file))
	if errors.Is(err, seal.ErrOpen) {
		return a.add("evidence/"+name+".unreadable", nil)
	}
	if err != nil {
		return fmt.Errorf("evidence: %w", err)
	}
	return a.add("evidence/"+name, content)
}

// plainName keeps a name that could lead elsewhere out of the tar.
func plainName(name string) bool {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
	return strings.Trim(name, plain) == "" && !strings.HasPrefix(name, ".")
}

func (a *archive) add(name string, content []byte) error {
	head := &tar.Header{Name: name, Mode: 0o600, Size: int64(len(content)), ModTime: a.made}
	if err := a.tar.WriteHeader(head); err != nil {
		return err
	}
	_, err := a.tar.Write(content)
	return err
}
