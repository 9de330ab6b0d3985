package store

import (
	"bufio"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strconv"
	"strings"
	"time"

	"satark/store/seal"
)

// A backup is one line in the clear, so that it can be told what it is and with whose key
// it opens, and one sealed stream. The line is five words: magic, format, when it was
// begun, the wrapped root in base64, and the first half of the SHA-256 of those before it
// in hexadecimal. It is part of the stream's label, so that it cannot be exchanged.
//
// In the stream are frames: a byte that says what it is, four bytes of length, and so many
// bytes. The last one holds the counts, and the SHA-256 of all before it.
const (
	backupMagic  = "satark-backup"
	backupFormat = 1
)

// What can be wrong with a backup.
var (
	// ErrNoBackup: it does not begin as a backup does.
	ErrNoBackup = errors.New("store: not a backup")
	// ErrBackupNewer: a later version of this program has made it.
	ErrBackupNewer = errors.New("store: the backup was made by a later version")
	// ErrBackupBroken: it was changed or is cut short.
	ErrBackupBroken = errors.New("store: the backup is damaged: changed or cut short")
)

// maxHeader and maxFrame bound what is read before it is looked at. A frame holds no more
// than all of one person.
const (
	maxHeader = 1 << 10
	maxFrame  = 1 << 30
	chunk     = 64 << 10 // of a file
)

// frameKind says what a frame holds.
type frameKind byte

const (
	frameEntry frameKind = 'E' // an Entry in JSON
	frameFile  frameKind = 'F' // the File in JSON whose bytes follow
	frameData  frameKind = 'D' // some of its bytes
	frameEnd   frameKind = 'T' // a trailer in JSON
)

// trailer is what a backup ends with.
type trailer struct {
	Counts Counts `json:"counts"`
	SHA256 string `json:"sha256"`
}

// header is the line in the clear.
type header struct {
	made time.Time
	root []byte // wrapped
}

// line is the header as it stands in the file, without the end of the line.
func (h header) line() string {
	words := strings.Join([]string{
		backupMagic, strconv.Itoa(backupFormat), h.made.UTC().Format(time.RFC3339Nano), base64.StdEncoding.EncodeToString(h.root),
	}, " ")
	return words + " " + checkOf(words)
}

func checkOf(words string) string {
	sum := sha256.Sum256([]byte(words))
	return hex.EncodeToString(sum[:16])
}

// label names the stream that belongs to a header.
func (h header) label() seal.Label { return seal.Label{Kind: "backup", ID: h.line()} }

// readHeader reads the line, and leaves r at the stream.
func readHeader(r *bufio.Reader) (header, error) {
	var line []byte
	for {
		c, err := r.ReadByte()
		if errors.Is(err, io.EOF) || len(line) > maxHeader {
			return header{}, notWhole(string(line))
		}
		if err != nil {
			return header{}, fmt.Errorf("store: read backup: %w", err)
		}
		if c == '\n' {
			return parseHeader(string(line))
		}
		line = append(line, c)
	}
}

// notWhole tells what is no backup from one that is broken off in its first line.
func notWhole(line string) error {
	if strings.HasPrefix(line, backupMagic+" ") {
		return ErrBackupBroken
	}
	return ErrNoBackup
}

func parseHeader(line string) (header, error) {
	words := strings.Split(line, " ")
	if words[0] != backupMagic {
		return header{}, ErrNoBackup
	}
	if len(words) < 3 || checkOf(strings.Join(words[:len(words)-1], " ")) != words[len(words)-1] {
		return header{}, fmt.Errorf("%w: the first line", ErrBackupBroken)
	}
	if words[1] != strconv.Itoa(backupFormat) {
		return header{}, fmt.Errorf("%w: format %q, this program knows %d", ErrBackupNewer, words[1], backupFormat)
	}
	if len(words) != 5 {
		return header{}, fmt.Errorf("%w: the first line", ErrBackupBroken)
	}
	made, err := time.Parse(time.RFC3339Nano, words[2])
	root, err2 := base64.StdEncoding.DecodeString(words[3])
	h := header{made.UTC(), root}
	if err != nil || err2 != nil || h.line() != line {
		return header{}, fmt.Errorf("%w: the first line", ErrBackupBroken)
	}
	return h, nil
}

// frameWriter writes frames and sums them up.
type frameWriter struct {
	w   io.Writer
	sum hash.Hash
}

func newFrameWriter(w io.Writer) *frameWriter {
	sum := sha256.New()
	return &frameWriter{io.MultiWriter(w, sum), sum}
}

func (w *frameWriter) frame(kind frameKind, body []byte) error {
	head := binary.BigEndian.AppendUint32([]byte{byte(kind)}, uint32(len(body)))
	if _, err := w.w.Write(head); err != nil {
		return err
	}
	_, err := w.w.Write(body)
	return err
}

func (w *frameWriter) json(kind frameKind, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if len(body) > maxFrame {
		return fmt.Errorf("store: a record of %d bytes is too long for a backup", len(body))
	}
	return w.frame(kind, body)
}

// file writes a file and returns how long it is.
func (w *frameWriter) file(f File, r io.Reader) (int64, error) {
	if err := w.json(frameFile, f); err != nil {
		return 0, err
	}
	buf, total := make([]byte, chunk), int64(0)
	for {
		n, err := io.ReadFull(r, buf)
		if n > 0 {
			total += int64(n)
			if err := w.frame(frameData, buf[:n]); err != nil {
				return total, err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}

func (w *frameWriter) end(c Counts) error {
	return w.json(frameEnd, trailer{c, hex.EncodeToString(w.sum.Sum(nil))})
}
