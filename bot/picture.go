package bot

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
)

// maxPixels bounds what a picture may take in memory when it is decoded, up to 8 bytes
// for each; what a phone takes has 12 million, what Telegram makes of it fewer.
const maxPixels = 16 << 20

// maxScans bounds how often a JPEG may go over its pixels. Cameras write one scan,
// progressive pictures about ten; a file may hold a million.
const maxScans = 100

// cleanPicture draws a JPEG or PNG anew, which leaves behind where and with what it was
// taken. It reports false for other types and for pictures too large to look at safely.
// A picture that was turned by its metadata alone comes out unturned.
func cleanPicture(data []byte, mime string) ([]byte, bool) {
	picture, format, ok := decodePicture(data, mime, maxPixels)
	if !ok {
		return nil, false
	}
	var out bytes.Buffer
	var err error
	if format == "png" {
		err = png.Encode(&out, picture)
	} else {
		err = jpeg.Encode(&out, picture, &jpeg.Options{Quality: 90})
	}
	return out.Bytes(), err == nil
}

// decodePicture reads a JPEG or PNG that has most pixels at most.
func decodePicture(data []byte, mime string, most int) (picture image.Image, format string, ok bool) {
	switch {
	case mime != "image/jpeg" && mime != "image/png":
		return nil, "", false
	case mime == "image/jpeg" && bytes.Count(data, []byte{0xff, 0xda}) > maxScans:
		return nil, "", false
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || size.Width <= 0 || size.Height <= 0 || size.Width > most/size.Height {
		return nil, "", false
	}
	picture, format, err = image.Decode(bytes.NewReader(data))
	return picture, format, err == nil
}
