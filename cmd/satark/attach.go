package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"mime"
	"path"
	"path/filepath"
	"strings"
)

// madeUpFile is a file that looks like what its name says, the same every time.
func madeUpFile(name string) ([]byte, error) {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg":
		return madeUpPicture(name)
	case ".pdf":
		return []byte("%PDF-1.4\n% " + name + "\n%%EOF\n"), nil
	case ".apk", ".zip":
		return []byte("PK\x03\x04" + name), nil
	case ".exe":
		return []byte("MZ" + name), nil
	case ".ogg", ".oga":
		return []byte("OggS\x00\x02" + name), nil
	}
	return []byte("a file called " + name + "\n"), nil
}

func madeUpPicture(name string) ([]byte, error) {
	picture := image.NewRGBA(image.Rect(0, 0, 90, 160))
	for i := range len(picture.Pix) / 4 {
		shade := name[i%len(name)]
		picture.Set(i%90, i/90, color.RGBA{R: shade, G: 255 - shade, B: uint8(i), A: 255})
	}
	var out bytes.Buffer
	err := png.Encode(&out, picture)
	return out.Bytes(), err
}

// mimeOf is what a phone would say of the file. An apk is not in every table.
func mimeOf(name string) string {
	ending := strings.ToLower(path.Ext(name))
	switch ending {
	case ".apk":
		return "application/vnd.android.package-archive"
	case ".ogg", ".oga":
		return "audio/ogg"
	case ".mp4":
		return "video/mp4"
	}
	kind, _, _ := strings.Cut(mime.TypeByExtension(ending), ";")
	return kind
}

func baseName(name string) string { return filepath.Base(name) }
