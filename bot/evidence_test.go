package bot

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"
	"testing"

	"satark/bot/sandbox"
	"satark/dialogs"
	"satark/fraud"
)

// keeper is a dialogue that takes every file it is shown.
func keeper(s dialogs.Session, in dialogs.Input) (dialogs.Outcome, bool) {
	out := dialogs.Outcome{Session: s, Replies: []dialogs.Reply{say("plain", dialogs.Args{"Text": "kept"})}}
	if in.Refused != "" {
		out.Replies[0] = say("refused."+in.Refused, nil)
		return out, true
	}
	if in.Media == nil {
		return out, false
	}
	out.Effects = []dialogs.Effect{{Kind: dialogs.EffectFetch, Evidence: in.Media}}
	return out, true
}

func picture(t *testing.T, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for x := range 40 {
		img.Set(x, x%30, color.RGBA{R: uint8(x), A: 255})
	}
	var b bytes.Buffer
	if err := encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJPEG(b *bytes.Buffer, i image.Image) error { return jpeg.Encode(b, i, nil) }
func asPNG(b *bytes.Buffer, i image.Image) error  { return png.Encode(b, i) }

// withExif puts a metadata segment into a JPEG, as a camera does.
func withExif(jpg []byte) []byte {
	const where = "Exif\x00\x00 taken at 28.6139N 77.2090E"
	segment := append([]byte{0xff, 0xe1, 0, byte(len(where) + 2)}, where...)
	return slices.Concat(jpg[:2], segment, jpg[2:])
}

func TestAPictureIsKeptWithItsHashAndACleanCopy(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(keeper)
	r.start()
	c := r.citizen(41)
	original := withExif(picture(t, asJPEG))
	c.SendDocument("shot.jpg", "image/jpeg", original)
	r.sees(c, "kept")
	ev := r.dialogue.inputs()[0].Media
	r.until("kept", func() bool { _, ok := r.blobs.get(MetaID(ev.ID)); return ok })

	kept, _ := r.blobs.get(ev.ID)
	if !bytes.Equal(kept, original) {
		t.Error("the original is not kept as it came")
	}
	clean, _ := r.blobs.get(CleanID(ev.ID))
	if len(clean) == 0 || bytes.Contains(clean, []byte("Exif")) || bytes.Contains(clean, []byte("28.6139")) {
		t.Error("the clean copy is missing or has metadata")
	}
	meta := r.meta(ev.ID)
	sum := sha256.Sum256(original)
	if meta.SHA256 != hex.EncodeToString(sum[:]) || meta.MIME != "image/jpeg" || !meta.Clean || meta.Size != int64(len(original)) {
		t.Errorf("meta %+v", meta)
	}
	r.settled()
}

func (r *rig) meta(id string) FileMeta {
	r.t.Helper()
	var m FileMeta
	raw, _ := r.blobs.get(MetaID(id))
	if err := json.Unmarshal(raw, &m); err != nil {
		r.t.Fatal(err)
	}
	return m
}

func TestAProgramInDisguiseIsNotKeptAndTheCitizenIsWarned(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(keeper)
	r.start()
	c := r.citizen(41)
	var apk bytes.Buffer
	z := zip.NewWriter(&apk)
	if _, err := z.Create("AndroidManifest.xml"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	c.SendDocument("photo.jpg", "image/jpeg", apk.Bytes())
	r.sees(c, "kept", "that is a program")
	ev := r.dialogue.inputs()[0].Media
	r.until("noted", func() bool { _, ok := r.blobs.get(MetaID(ev.ID)); return ok })
	if _, ok := r.blobs.get(ev.ID); ok {
		t.Error("the program is kept")
	}
	if m := r.meta(ev.ID); m.Refused != refusedProgram || m.SHA256 == "" {
		t.Errorf("meta %+v", m)
	}
}

func TestAFileWithAWrongNameIsRefusedAtOnce(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(keeper)
	r.start()
	c := r.citizen(41)
	c.SendDocument("RTO challan.apk", "application/vnd.android.package-archive", []byte("PK"))
	r.sees(c, "that is a program")
}

func TestAnAlbumIsSeveralFiles(t *testing.T) {
	r := newRig(t)
	r.dialogue.does(keeper)
	r.start()
	c := r.citizen(41)
	shot := picture(t, asPNG)
	var files []sandbox.Attachment
	for range 4 {
		files = append(files, sandbox.Attachment{Kind: sandbox.KindPhoto, Name: "a.png", Data: shot})
	}
	r.acknowledged(c.SendAlbum("two of them", files...)...)
	ids, album := map[string]bool{}, r.dialogue.inputs()[0].Album
	for _, in := range r.dialogue.inputs() {
		if in.Album == "" || in.Album != album {
			t.Errorf("album %q", in.Album)
		}
		ids[in.Media.ID] = true
	}
	if len(ids) != 4 {
		t.Errorf("%d ids for 4 files", len(ids))
	}
	for id := range ids {
		r.until("fetched", func() bool { _, ok := r.blobs.get(MetaID(id)); return ok })
	}
}

func TestRefusal(t *testing.T) {
	for _, c := range []struct {
		name, mime string
		size       int64
		want       string
	}{
		{"shot.png", "image/png", 5, ""},
		{"", "image/jpeg", 5, ""},
		{"statement.PDF", "application/pdf", 5, ""},
		{"voice", "audio/ogg", 5, ""},
		{"mail.eml", "", 5, ""},
		{"big.mp4", "video/mp4", maxFile + 1, refusedSize},
		{"x.apk", "", 5, refusedProgram},
		{"x.APK ", "image/png", 5, refusedProgram},
		{"x.apk.", "image/png", 5, refusedProgram},
		{"x.jpg", "application/vnd.android.package-archive", 5, refusedProgram},
		{"invoice.pdf.exe", "application/pdf", maxFile + 1, refusedProgram},
		{"page.html", "text/html", 5, refusedType},
		{"pic.svg", "image/svg+xml", 5, refusedType},
		{"a.zip", "application/zip", 5, refusedType},
		{"sheet.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 5, refusedType},
		{"", "", 5, refusedType},
		{"noending", "application/octet-stream", 5, refusedType},
	} {
		if got := refusal(c.name, c.mime, c.size); got != c.want {
			t.Errorf("refusal(%q, %q, %d) = %q, want %q", c.name, c.mime, c.size, got, c.want)
		}
	}
}

func TestSniff(t *testing.T) {
	for _, c := range []struct{ data, mime, refused string }{
		{"MZ\x90\x00", "", refusedProgram},
		{"\x7fELF\x02", "", refusedProgram},
		{"dex\n035", "", refusedProgram},
		{"\xcf\xfa\xed\xfe", "", refusedProgram},
		{"#!/bin/sh\nrm", "", refusedProgram},
		{"\xef\xbb\xbf#!/bin/sh", "", refusedProgram},
		{"PK\x03\x04....classes.dex", "", refusedProgram},
		{"PK\x03\x04 word/document.xml", "application/zip", refusedType},
		{"Rar!\x1a\x07\x00", "", refusedType},
		{"\x1f\x8b\x08", "", refusedType},
		{"<html><body>", "text/html", refusedProgram},
		{"hello <SCRIPT src=x>", "text/html", refusedProgram},
		{"%PDF-1.7", "application/pdf", ""},
		{"Dear sir, I lost money", "text/plain", ""},
		{"#!AMR\n", "audio/amr", ""},
		{"\x00\x00\x00\x18ftypheic\x00\x00", "image/heic", ""},
		{"\x00\x00\x00\x18ftypisom\x00\x00", "video/mp4", ""},
		{"OggS\x00\x02", "application/ogg", ""},
	} {
		mime, refused := sniff([]byte(c.data))
		if refused != c.refused || c.mime != "" && mime != c.mime {
			t.Errorf("sniff(%q) = %q, %q; want %q, %q", c.data, mime, refused, c.mime, c.refused)
		}
	}
}

func TestAHugePictureIsNotDecoded(t *testing.T) {
	small := picture(t, asPNG)
	if _, ok := cleanPicture(small, "image/png"); !ok {
		t.Fatal("a small picture is refused")
	}
	bomb := slices.Clone(small)
	copy(bomb[16:24], []byte{0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff}) // width and height of the header
	if _, ok := cleanPicture(bomb, "image/png"); ok {
		t.Error("a picture of four thousand million pixels a side was decoded")
	}
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("MZ"))
	f.Add([]byte("\x00\x00\x00\x18ftypheic"))
	f.Fuzz(func(t *testing.T, data []byte) {
		mime, refused := sniff(data)
		if refused == "" && !kept(mime) {
			t.Errorf("%q is kept", mime)
		}
	})
}

func TestEvidenceOfAForgottenPersonIsNotFetchedForEver(t *testing.T) {
	r := newRig(t).webhook()
	r.dialogue.does(keeper)
	ev := fraud.Evidence{ID: "x", FileID: "no such file"}
	if err := r.bot.ownTurn(t.Context(), 41, "test", func(c *composer, _ dialogs.Session) error {
		return c.deliver(kindFetch, ev, c.at, "")
	}); err != nil {
		t.Fatal(err)
	}
	r.settled()
	if !r.meta("x").Missing {
		t.Error("the missing file is not noted")
	}
}
