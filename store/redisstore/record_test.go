package redisstore

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"satark/store"
)

func FuzzDecodeRecord(f *testing.F) {
	f.Add([]byte("life.1 4 wrapsession"))
	f.Add([]byte("life.1 9 wrap"))
	f.Add([]byte(" 0 "))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := decodeRecord(raw)
		if err != nil {
			if !errors.Is(err, errRecord) {
				t.Errorf("the error is %v", err)
			}
			return
		}
		again, err := decodeRecord(encodeRecord(p))
		if err != nil || again.Version != p.Version || !bytes.Equal(again.Wrap, p.Wrap) || !bytes.Equal(again.Session, p.Session) {
			t.Errorf("%q is read as %+v, then as %+v, %v", raw, p, again, err)
		}
	})
}

func TestRecordsHoldAnyBytes(t *testing.T) {
	want := store.Person{Version: "a.1", Wrap: []byte("\x00 12 \xff"), Session: []byte(" 3 \x00")}
	got, err := decodeRecord(encodeRecord(want))
	if err != nil || got.Version != want.Version || !bytes.Equal(got.Wrap, want.Wrap) || !bytes.Equal(got.Session, want.Session) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestPartitions(t *testing.T) {
	seen := map[partition]bool{}
	for i := range partitions {
		p := partitionOf(fmt.Sprintf("%02x%030d", i, 0))
		if p != partitionAt(i) || seen[p] {
			t.Errorf("persons that begin with %02x are in %s", i, p)
		}
		seen[p] = true
	}
	if got := partitionAt(42); got != "satark:{p042}:" {
		t.Errorf("partition 42 is %s", got)
	}
}
