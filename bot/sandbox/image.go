package sandbox

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
)

// thumbSide is the longer side of a photo's smallest size, in pixels.
const thumbSide = 90

// decodeImage reads JPEG, PNG and GIF.
func decodeImage(data []byte) (image.Image, bool) {
	for _, decode := range []func(*bytes.Reader) (image.Image, error){
		func(r *bytes.Reader) (image.Image, error) { return jpeg.Decode(r) },
		func(r *bytes.Reader) (image.Image, error) { return png.Decode(r) },
		func(r *bytes.Reader) (image.Image, error) { return gif.Decode(r) },
	} {
		if img, err := decode(bytes.NewReader(data)); err == nil {
			return img, true
		}
	}
	return nil, false
}

// imageSize reads the dimensions without decoding the picture; 0, 0 when it is none.
func imageSize(data []byte) (width, height int) {
	for _, config := range []func(*bytes.Reader) (image.Config, error){
		func(r *bytes.Reader) (image.Config, error) { return jpeg.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Config, error) { return png.DecodeConfig(r) },
		func(r *bytes.Reader) (image.Config, error) { return gif.DecodeConfig(r) },
	} {
		if c, err := config(bytes.NewReader(data)); err == nil {
			return c.Width, c.Height
		}
	}
	return 0, 0
}

// thumbnail is the picture scaled down to thumbSide as JPEG, nil when data is no
// picture or too large to decode here.
func thumbnail(data []byte) (jpg []byte, width, height int) {
	w, h := imageSize(data)
	if w <= 0 || h <= 0 || w*h > 40_000_000 {
		return nil, 0, 0
	}
	img, ok := decodeImage(data)
	if !ok {
		return nil, 0, 0
	}
	long := max(w, h)
	tw, th := max(1, w*thumbSide/long), max(1, h*thumbSide/long)
	small := image.NewRGBA(image.Rect(0, 0, tw, th))
	b := img.Bounds()
	for y := range th {
		for x := range tw {
			small.Set(x, y, color.RGBAModel.Convert(img.At(b.Min.X+x*w/tw, b.Min.Y+y*h/th)))
		}
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, small, nil); err != nil {
		return nil, 0, 0
	}
	return out.Bytes(), tw, th
}

// photoSizes are the sizes a photo is served in, smallest first. What is no
// picture passes as one of 1280 by 720, so that tests may send any bytes.
func photoSizes(name string, data []byte) []*File {
	full := &File{kind: KindPhoto, Name: name, Mime: "image/jpeg", Data: data, Width: 1280, Height: 720}
	if w, h := imageSize(data); w > 0 {
		full.Width, full.Height = w, h
	}
	small, w, h := thumbnail(data)
	if small == nil {
		return []*File{full}
	}
	return []*File{{kind: KindPhoto, Name: name, Mime: "image/jpeg", Data: small, Width: w, Height: h}, full}
}
