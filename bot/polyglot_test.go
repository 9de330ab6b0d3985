package bot

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// archive is a ZIP with files of those names in it.
func archive(t testing.TB, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(bytes.Repeat([]byte{0}, 1<<20)); err != nil { // a small bomb: it packs to a thousandth
			t.Fatal(err)
		}
	}
	if err := z.SetComment("a comment"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asGIF(b *bytes.Buffer, _ image.Image) error {
	return gif.Encode(b, image.NewPaletted(image.Rect(0, 0, 4, 4), color.Palette{color.Black, color.White}), nil)
}

// sized makes a PNG claim to be larger than it is.
func sized(png []byte, width, height uint32) []byte {
	png = slices.Clone(png)
	binary.BigEndian.PutUint32(png[16:], width)
	binary.BigEndian.PutUint32(png[20:], height)
	binary.BigEndian.PutUint32(png[29:], crc32.ChecksumIEEE(png[12:29]))
	return png
}

// Files that are two things at once, or another than they say: what is kept, and what
// comes of the copy for people to look at.
func TestPolyglots(t *testing.T) {
	shot, photo := picture(t, asPNG), picture(t, asJPEG)
	script := []byte("<script>alert(1)</script>")
	for _, c := range []struct {
		name, refused string
		data          []byte
		clean         bool
	}{
		{"PDF and ZIP", refusedType, slices.Concat([]byte("%PDF-1.7\n%%EOF\n"), archive(t, "x.txt")), false},
		{"PDF and APK", refusedProgram, slices.Concat([]byte("%PDF-1.7\n%%EOF\n"), archive(t, "AndroidManifest.xml", "classes.dex")), false},
		{"GIF and JAR", refusedProgram, slices.Concat(picture(t, asGIF), archive(t, "META-INF/MANIFEST.MF")), false},
		{"PNG and APK", refusedProgram, slices.Concat(shot, archive(t, "AndroidManifest.xml")), false},
		{"JPEG and ZIP", refusedType, slices.Concat(photo, archive(t, "x")), false},
		{"zip bomb", refusedType, archive(t, "a", "b", "c"), false},
		{"office file with macros", refusedProgram, archive(t, "word/vbaProject.bin"), false},
		{"PNG and script", refusedProgram, slices.Concat(shot, script), false},
		{"PNG and script far behind", "", slices.Concat(shot, bytes.Repeat([]byte(" "), 2000), script), true},
		{"JPEG and script", "", slices.Concat(photo, bytes.Repeat([]byte(" "), 2000), script), true},
		{"script in a JPEG's comment", refusedProgram, slices.Concat(photo[:2], []byte{0xff, 0xfe, 0, byte(len(script) + 2)}, script, photo[2:]), false},
		{"PNG and shell", "", slices.Concat(shot, []byte("\n#!/bin/sh\nrm -rf /\n")), true},
		{"SVG as PNG", refusedProgram, []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), false},
		{"SVG behind a mark and blanks", refusedProgram, []byte("\xef\xbb\xbf\n\n  <SVG onload=alert(1)>"), false},
		{"HTML as JPEG", refusedProgram, []byte("<!doctype html><img src=x onerror=alert(1)>"), false},
		{"HTML behind text", refusedProgram, []byte("Dear sir,\n<HTML><body onload=alert(1)>"), false},
		{"XML bomb", refusedType, []byte(`<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>`), false},
		{"gzip", refusedType, []byte("\x1f\x8b\x08\x00\x00\x00\x00\x00"), false},
		{"nothing", "", nil, false},
		{"picture cut off", "", photo[:len(photo)/2], false},
		{"PNG cut off", "", shot[:len(shot)/2], false},
		{"PNG of 60000 by 60000", "", sized(shot, 60000, 60000), false},
		{"PNG of nothing", "", sized(shot, 0, 0), false},
		{"PNG that is larger than it says", "", sized(shot, 40, 1), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			mime, refused := sniff(c.data)
			if refused != c.refused {
				t.Errorf("%s, refused %q; want %q", mime, refused, c.refused)
			}
			if refused != "" {
				return
			}
			copied, ok := cleanPicture(c.data, mime)
			if ok != c.clean {
				t.Errorf("a clean copy: %v, want %v", ok, c.clean)
			}
			if bytes.Contains(copied, script) || bytes.Contains(copied, []byte("/bin/sh")) {
				t.Error("the clean copy holds what was behind the picture")
			}
		})
	}
}

// A picture that claims to be huge costs no memory, whatever stands in it.
func TestAPictureBombCostsNothing(t *testing.T) {
	bombs := [][]byte{
		sized(picture(t, asPNG), 60000, 60000), sized(picture(t, asPNG), 1<<31-1, 1<<31-1),
		sized(picture(t, asPNG), 1, 1<<31-1), scans(t, 5_000),
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, bomb := range bombs {
		if _, ok := cleanPicture(bomb, "image/png"); ok {
			t.Error("it was drawn")
		}
		if _, ok := cleanPicture(bomb, "image/jpeg"); ok {
			t.Error("it was drawn")
		}
	}
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 32<<20 {
		t.Errorf("%d MB", took>>20)
	}
}

// scans makes a JPEG with so many passes over its pixels.
func scans(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 400, 400)), nil); err != nil {
		t.Fatal(err)
	}
	data := b.Bytes()
	at := bytes.Index(data, []byte{0xff, 0xda})
	return slices.Concat(data[:at], bytes.Repeat(slices.Concat(data[at:at+14], []byte{0}), n), data[at:])
}

func TestAFileIsNeverMoreThanWhatItSays(t *testing.T) {
	for _, name := range []string{"a.exe\x00.jpg", "a.jpg.exe", "photo\u202egpj.exe", "a.EXE ", "a.apk\n", "a.jpg/../b.apk", strings.Repeat("a", 4096) + ".apk"} {
		if got := refusal(name, "image/jpeg", 5); got != refusedProgram && name != "a.exe\x00.jpg" {
			t.Errorf("refusal(%q) = %q", name, got)
		}
	}
	for _, name := range []string{"a.exe\u200b", "a.\u0435xe", "a.js\u00adx"} {
		if got := refusal(name, "image/jpeg", 5); got != refusedType {
			t.Errorf("refusal(%q) = %q", name, got)
		}
	}
}
