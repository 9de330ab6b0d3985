package store

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func TestBackupHeader(t *testing.T) {
	h := header{time.Date(2026, 11, 24, 4, 30, 0, 5, time.UTC), []byte("wrapped root")}
	r := bufio.NewReader(strings.NewReader(h.line() + "\nrest"))
	got, err := readHeader(r)
	if err != nil || !got.made.Equal(h.made) || string(got.root) != string(h.root) {
		t.Fatalf("read as %+v, %v", got, err)
	}
	if rest, err := io.ReadAll(r); err != nil || string(rest) != "rest" {
		t.Errorf("what comes after the line: %q, %v", rest, err)
	}
	newer := "satark-backup 2 something else"
	if _, err := parseHeader(newer + " " + checkOf(newer)); !errors.Is(err, ErrBackupNewer) {
		t.Errorf("a later format: %v", err)
	}
	for _, words := range []string{"satark-backup 1", "satark-backup 1 today cm9vdA==", "satark-backup 1 2026-11-24T10:00:00+05:30 cm9vdA=="} {
		if _, err := parseHeader(words + " " + checkOf(words)); !errors.Is(err, ErrBackupBroken) {
			t.Errorf("%q: %v", words, err)
		}
	}
}

// FuzzBackupHeader holds that what is read as a header is the header it is written as.
func FuzzBackupHeader(f *testing.F) {
	f.Add(header{time.Date(2026, 11, 24, 4, 30, 0, 0, time.UTC), []byte("root")}.line())
	f.Add("satark-backup 2 x " + checkOf("satark-backup 2 x"))
	f.Add("satark-backup 1")
	f.Fuzz(func(t *testing.T, line string) {
		h, err := parseHeader(line)
		if err == nil && h.line() != line {
			t.Errorf("%q is read as %q", line, h.line())
		}
		if err != nil && !errors.Is(err, ErrNoBackup) && !errors.Is(err, ErrBackupBroken) && !errors.Is(err, ErrBackupNewer) {
			t.Errorf("%q: %v", line, err)
		}
	})
}

// packed is the content of a backup, as frames.
func packed(t testing.TB, entries []Entry, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w, counts := newFrameWriter(&out), newTally()
	for _, e := range entries {
		if err := errors.Join(counts.add(e), w.json(frameEntry, e)); err != nil {
			t.Fatal(err)
		}
	}
	for _, content := range files {
		n, err := w.file(File{strings.Repeat("a", 32), strings.Repeat("b", 32)}, strings.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		counts.Files++
		counts.Bytes += n
	}
	if err := w.end(counts.Counts); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// everyKind is an entry of each kind.
func everyKind() []Entry {
	a, b := strings.Repeat("a", 32), strings.Repeat("b", 32)
	at := time.Date(2026, 11, 24, 4, 30, 0, 0, time.UTC)
	return []Entry{
		{Dossier: &Dossier{
			Person: a, Record: Person{"life.1", []byte("wrap"), []byte("session")}, Lines: [][]byte{[]byte("line")},
			Reports: []Record{{b, []byte("report")}}, Items: []Pending{{Item{"id", true, at, []byte("item")}, 1}},
		}},
		{Claim: &Claim{b, a}}, {Index: &Indexing{a, b}}, {Seen: &Seen{a, 1, "op", true, at}},
		{Parked: &ParkedRecord{"1", a, []byte("parked")}}, {Name: &Named{"name", []byte("value")}},
	}
}

func TestUnpack(t *testing.T) {
	var entries []Entry
	var files []string
	all := unpacking{
		entry: func(e Entry) error { entries = append(entries, e); return nil },
		file: func(_ File, r io.Reader) error {
			content, err := io.ReadAll(r)
			files = append(files, string(content))
			return err
		},
	}
	big := strings.Repeat("x", 3*chunk)
	counts, err := unpack(bytes.NewReader(packed(t, everyKind(), "", big, "file")), all)
	want := Counts{1, 1, 1, 1, 1, 1, 1, 1, 1, 3, int64(len(big) + 4)}
	if err != nil || counts != want || len(entries) != 6 {
		t.Fatalf("unpacked %d entries, %+v, %v; want %+v", len(entries), counts, err, want)
	}
	if len(files) != 3 || files[0] != "" || files[1] != big || files[2] != "file" {
		t.Errorf("unpacked %d files", len(files))
	}
	lazy := unpacking{func(Entry) error { return nil }, func(File, io.Reader) error { return nil }}
	if counts, err := unpack(bytes.NewReader(packed(t, nil, big, "file")), lazy); err != nil || counts.Files != 2 {
		t.Errorf("files that nobody reads: %+v, %v", counts, err)
	}
}

func TestUnpackRefuses(t *testing.T) {
	nothing := unpacking{func(Entry) error { return nil }, func(File, io.Reader) error { return nil }}
	whole := packed(t, everyKind(), "file")
	for at := range whole {
		changed := bytes.Clone(whole)
		changed[at] ^= 0x10
		if _, err := unpack(bytes.NewReader(changed), nothing); !errors.Is(err, ErrBackupBroken) {
			t.Errorf("byte %d is changed: %v", at, err)
		}
		if _, err := unpack(bytes.NewReader(whole[:at]), nothing); !errors.Is(err, ErrBackupBroken) {
			t.Errorf("cut at %d: %v", at, err)
		}
	}
	if _, err := unpack(bytes.NewReader(append(whole, whole...)), nothing); !errors.Is(err, ErrBackupBroken) {
		t.Errorf("goes on after its end: %v", err)
	}
}

// FuzzUnpack holds that whatever stands in a backup's stream is unpacked to the end or
// refused, and takes no more memory than it is long.
func FuzzUnpack(f *testing.F) {
	f.Add(packed(f, everyKind(), "file", ""))
	f.Add(packed(f, nil))
	f.Add([]byte("E\xff\xff\xff\xff"))
	f.Add([]byte("E\x00\x00\x00\x02{}"))
	f.Fuzz(func(t *testing.T, frames []byte) {
		read := 0
		counts, err := unpack(bytes.NewReader(frames), unpacking{
			entry: func(e Entry) error {
				if err := e.check(); err != nil {
					t.Errorf("handed out: %v", err)
				}
				return nil
			},
			file: func(_ File, r io.Reader) error {
				content, err := io.ReadAll(r)
				read += len(content)
				return err
			},
		})
		if err != nil && !errors.Is(err, ErrBackupBroken) {
			t.Errorf("refused as %v", err)
		}
		if int64(read) > int64(len(frames)) || err == nil && counts.Bytes != int64(read) {
			t.Errorf("%d bytes of files in %d: %+v", read, len(frames), counts)
		}
	})
}
