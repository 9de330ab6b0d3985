package store

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"

	"satark/dialogs"
	"satark/fraud"
)

// sealedSession is a session with what the record itself has to know: versions before
// this wrote the session alone, and read one as well as the other.
type sealedSession struct {
	dialogs.Session
	Chat  int64     `json:"_chat,omitempty"`
	Said  time.Time `json:"_said,omitzero"`  // when the last line of the transcript was said
	Heard time.Time `json:"_heard,omitzero"` // when the citizen said the last of theirs
}

// citizen is who says a line that the citizen sent.
const citizen = "citizen"

// sealSession locks the session that a turn leads to.
func (c *Chat) sealSession(t *Turn, version string) ([]byte, error) {
	said, heard := c.after(t)
	return c.sealJSON("session", version, sealedSession{t.Session, c.ID, said, heard})
}

// after is when the last lines were said, once a turn has been committed.
func (c *Chat) after(t *Turn) (said, heard time.Time) {
	said, heard = c.said, c.heard
	for _, l := range t.Lines {
		said = later(said, l.At)
		if l.Who == citizen {
			heard = later(heard, l.At)
		}
	}
	return said, heard
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b.UTC()
	}
	return a
}

// openSession is the reverse of sealSession.
func (c *Chat) openSession(rec Person) error {
	plain, err := c.box.Open(c.label("session", rec.Version), rec.Session)
	if err != nil {
		return err
	}
	var in sealedSession
	if err := json.Unmarshal(plain, &in); err != nil {
		return err
	}
	c.Session, c.said, c.heard = in.Session, in.Said, in.Heard
	c.ID = cmp.Or(c.ID, in.Chat)
	return nil
}

// lastKnown is the last moment that a session and reports tell of.
func lastKnown(s dialogs.Session, reports []fraud.Report) time.Time {
	at := later(s.Consent.At, s.Burst.At)
	for _, d := range s.Drafts {
		if d != nil {
			at = later(at, d.Begun)
		}
	}
	for _, f := range s.Filed {
		at = later(at, f.At)
	}
	for _, r := range reports {
		at = later(at, later(r.Created, r.Updated))
	}
	return at
}

// evidenceOf names the evidence in a session's drafts and in reports, each once.
func evidenceOf(s dialogs.Session, reports []fraud.Report) []string {
	var ids []string
	add := func(all []fraud.Evidence) {
		for _, e := range all {
			ids = append(ids, e.ID)
		}
	}
	for _, drafts := range []map[string]*dialogs.Draft{s.Drafts, s.Aside} {
		for _, d := range drafts {
			if d != nil {
				add(d.Evidence)
			}
		}
	}
	for _, r := range reports {
		add(r.Evidence)
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}
