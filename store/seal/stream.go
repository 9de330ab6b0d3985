package seal

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// A sealed stream is a header byte and segments. Each segment is four bytes of
// length and an envelope of at most segmentSize bytes, whose label carries its place
// in the stream and whether it is the last: segments cannot be swapped, dropped or
// cut off unnoticed, and a file of any size passes through a small buffer.
const (
	streamV1    = 1
	segmentSize = 64 << 10
)

// SealStream copies src to dst, sealed under label. It returns the number of plain
// bytes copied.
func (b *Box) SealStream(label Label, dst io.Writer, src io.Reader) (int64, error) {
	if _, err := dst.Write([]byte{streamV1}); err != nil {
		return 0, fmt.Errorf("seal: write: %w", err)
	}
	from, plain, total := bufio.NewReader(src), make([]byte, segmentSize), int64(0)
	for at := 0; ; at++ {
		n, last, err := readSegment(from, plain)
		if err != nil {
			return total, fmt.Errorf("seal: read: %w", err)
		}
		if err := b.writeSegment(dst, segmentLabel(label, at, last), plain[:n]); err != nil {
			return total, err
		}
		if total += int64(n); last {
			return total, nil
		}
	}
}

// readSegment fills plain as far as from goes, and says whether that was all.
func readSegment(from *bufio.Reader, plain []byte) (n int, last bool, err error) {
	n, err = io.ReadFull(from, plain)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return n, true, nil
	}
	if err != nil {
		return n, false, err
	}
	if _, err = from.Peek(1); errors.Is(err, io.EOF) {
		return n, true, nil
	}
	return n, false, err
}

func (b *Box) writeSegment(dst io.Writer, label Label, plain []byte) error {
	sealed := b.Seal(label, plain)
	out := append(binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(sealed)), uint32(len(sealed))), sealed...)
	if _, err := dst.Write(out); err != nil {
		return fmt.Errorf("seal: write: %w", err)
	}
	return nil
}

func segmentLabel(l Label, at int, last bool) Label {
	l.Kind += "#" + strconv.Itoa(at)
	if last {
		l.Kind += "#end"
	}
	return l
}

// OpenStream reads what SealStream wrote under the same label. Reads return ErrOpen
// when the stream was changed, is cut short or goes on after its end; bytes read
// before that are genuine.
func (b *Box) OpenStream(label Label, src io.Reader) io.Reader {
	return &streamReader{box: b, label: label, src: src}
}

type streamReader struct {
	box   *Box
	label Label
	src   io.Reader
	begun bool
	at    int
	plain []byte // opened and not yet read
	err   error
}

func (s *streamReader) Read(p []byte) (int, error) {
	for len(s.plain) == 0 && s.err == nil {
		s.err = s.advance()
	}
	if len(s.plain) == 0 {
		return 0, s.err
	}
	n := copy(p, s.plain)
	s.plain = s.plain[n:]
	return n, nil
}

// advance opens the next segment. It returns io.EOF with the last one.
func (s *streamReader) advance() error {
	if !s.begun {
		var head [1]byte
		if _, err := io.ReadFull(s.src, head[:]); err != nil {
			return cut(err)
		}
		if head[0] != streamV1 {
			return fmt.Errorf("%w: stream version %d", ErrOpen, head[0])
		}
		s.begun = true
	}
	sealed, err := s.segment()
	if err != nil {
		return err
	}
	if s.plain, err = s.box.Open(segmentLabel(s.label, s.at, false), sealed); err == nil {
		s.at++
		return nil
	}
	if s.plain, err = s.box.Open(segmentLabel(s.label, s.at, true), sealed); err != nil {
		return err
	}
	if n, _ := s.src.Read(make([]byte, 1)); n != 0 {
		return fmt.Errorf("%w: stream goes on after its end", ErrOpen)
	}
	return io.EOF
}

func (s *streamReader) segment() ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(s.src, head[:]); err != nil {
		return nil, cut(err)
	}
	size := binary.BigEndian.Uint32(head[:])
	if size < Overhead || size > segmentSize+Overhead {
		return nil, fmt.Errorf("%w: segment of %d bytes", ErrOpen, size)
	}
	sealed := make([]byte, size)
	if _, err := io.ReadFull(s.src, sealed); err != nil {
		return nil, cut(err)
	}
	return sealed, nil
}

// cut tells a stream that ends too soon from one that cannot be read.
func cut(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: stream cut short", ErrOpen)
	}
	return fmt.Errorf("seal: read: %w", err)
}
