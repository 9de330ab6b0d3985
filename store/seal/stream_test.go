package seal_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"satark/store/seal"
)

var blob = seal.Label{Kind: "blob", Person: "p", ID: "f"}

func sealStream(t testing.TB, box *seal.Box, plain []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	n, err := box.SealStream(blob, &out, iotest.HalfReader(bytes.NewReader(plain)))
	if err != nil || n != int64(len(plain)) {
		t.Fatalf("sealed %d of %d bytes, %v", n, len(plain), err)
	}
	return out.Bytes()
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

func TestStreams(t *testing.T) {
	box := ring(t).Own()
	const segment = 64 << 10
	for _, size := range []int{0, 1, segment - 1, segment, segment + 1, 2 * segment, 3*segment + 7} {
		plain := random(size)
		sealed := sealStream(t, box, plain)
		for name, src := range map[string]io.Reader{
			"whole": bytes.NewReader(sealed), "byte by byte": iotest.OneByteReader(bytes.NewReader(sealed)),
		} {
			got, err := io.ReadAll(box.OpenStream(blob, src))
			if err != nil || !bytes.Equal(got, plain) {
				t.Errorf("%d bytes, %s: opened %d, %v", size, name, len(got), err)
			}
		}
	}
}

func TestStreamsThatWereTamperedWith(t *testing.T) {
	box := ring(t).Own()
	const segment, sealedSegment = 64 << 10, 64<<10 + seal.Overhead + 4
	plain := random(3 * segment)
	whole := sealStream(t, box, plain)
	part := func(i int) []byte { return whole[1+i*sealedSegment : 1+(i+1)*sealedSegment] }
	head := whole[:1]
	tests := map[string][]byte{
		"empty":             {},
		"only the header":   head,
		"last one missing":  whole[:1+2*sealedSegment],
		"first one missing": bytes.Join([][]byte{head, part(1), part(2)}, nil),
		"swapped":           bytes.Join([][]byte{head, part(1), part(0), part(2)}, nil),
		"repeated":          bytes.Join([][]byte{head, part(0), part(0), part(2)}, nil),
		"cut in a segment":  whole[:len(whole)-1],
		"goes on":           append(bytes.Clone(whole), 0),
		"later version":     append([]byte{9}, whole[1:]...),
		"huge length":       append(bytes.Clone(head), 0xff, 0xff, 0xff, 0xff),
	}
	for name, sealed := range tests {
		got, err := io.ReadAll(box.OpenStream(blob, bytes.NewReader(sealed)))
		if !errors.Is(err, seal.ErrOpen) {
			t.Errorf("%s: opened %d bytes, %v", name, len(got), err)
		}
		if !bytes.HasPrefix(plain, got) {
			t.Errorf("%s: what was read before the error is not genuine", name)
		}
	}
	if _, err := io.ReadAll(box.OpenStream(seal.Label{Kind: "blob", Person: "q", ID: "f"}, bytes.NewReader(whole))); !errors.Is(err, seal.ErrOpen) {
		t.Errorf("another person's label opens it: %v", err)
	}
}

func TestStreamFaultsPassThrough(t *testing.T) {
	box, fault := ring(t).Own(), errors.New("network")
	if _, err := box.SealStream(blob, io.Discard, iotest.ErrReader(fault)); !errors.Is(err, fault) {
		t.Errorf("sealing: %v", err)
	}
	if _, err := io.ReadAll(box.OpenStream(blob, iotest.ErrReader(fault))); !errors.Is(err, fault) || errors.Is(err, seal.ErrOpen) {
		t.Errorf("opening: %v", err)
	}
}

func FuzzOpenStream(f *testing.F) {
	box := ring(f).Own()
	f.Add(sealStream(f, box, []byte("x")))
	f.Add(sealStream(f, box, nil))
	f.Fuzz(func(t *testing.T, sealed []byte) {
		got, err := io.ReadAll(box.OpenStream(blob, bytes.NewReader(sealed)))
		if err != nil && !errors.Is(err, seal.ErrOpen) {
			t.Errorf("the error is %v", err)
		}
		if err == nil && len(got) > 1 {
			t.Errorf("opens as %x", got)
		}
	})
}
