package main

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"maps"
	"slices"
)

// fewColours makes a PNG again with a palette of at most 256 colours: a page of text has
// few that matter, and the file is a third as big.
func fewColours(raw []byte) ([]byte, error) {
	full, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	palette := commonColours(full)
	nearest := map[color.Color]uint8{}
	out := image.NewPaletted(full.Bounds(), palette)
	for y := out.Rect.Min.Y; y < out.Rect.Max.Y; y++ {
		for x := out.Rect.Min.X; x < out.Rect.Max.X; x++ {
			c := full.At(x, y)
			index, known := nearest[c]
			if !known {
				index = uint8(palette.Index(c))
				nearest[c] = index
			}
			out.SetColorIndex(x, y, index)
		}
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err = encoder.Encode(&b, out)
	return b.Bytes(), err
}

// commonColours are the colours of a picture, the commonest of each small region of the
// colour space first, at most 256.
func commonColours(full image.Image) color.Palette {
	count := map[color.Color]int{}
	for y := full.Bounds().Min.Y; y < full.Bounds().Max.Y; y++ {
		for x := full.Bounds().Min.X; x < full.Bounds().Max.X; x++ {
			count[full.At(x, y)]++
		}
	}
	order := slices.SortedFunc(maps.Keys(count), func(a, b color.Color) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(shade(a), shade(b)))
	})
	taken := map[uint32]bool{}
	var palette color.Palette
	for _, c := range order {
		if region := shade(c) & 0xF8F8F8; !taken[region] && len(palette) < 256 {
			taken[region] = true
			palette = append(palette, c)
		}
	}
	return palette
}

// shade is a colour as one number.
func shade(c color.Color) uint32 {
	r, g, b, _ := c.RGBA()
	return r>>8<<16 | g>>8<<8 | b>>8
}
