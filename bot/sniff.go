package bot

import (
	"bytes"
	"encoding/binary"
	"net/http"
	"strings"
)

// sniff tells from the bytes what a file is, and why it is refused if it is: whatever
// its name said, a program is not kept.
func sniff(data []byte) (mime, refused string) {
	for _, m := range programMagic() {
		if bytes.HasPrefix(data, []byte(m)) {
			return "application/octet-stream", refusedProgram
		}
	}
	head := bytes.TrimLeft(data[:min(len(data), 1024)], "\xef\xbb\xbf \t\r\n")
	switch {
	case bytes.HasPrefix(data, []byte("#!AMR")):
		return "audio/amr", ""
	case bytes.HasPrefix(head, []byte("#!")):
		return "text/plain", refusedProgram
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return zipKind(data)
	case len(data) > 12 && string(data[4:8]) == "ftyp":
		return isoMedia(string(data[8:12])), ""
	}
	mime, _, _ = strings.Cut(http.DetectContentType(data), ";")
	switch {
	case endsAsZip(data): // whatever it begins as
		return zipKind(data)
	case mime == "text/html" || looksActive(head):
		return "text/html", refusedProgram
	case !kept(mime):
		return mime, refusedType
	}
	return mime, ""
}

// programMagic are the first bytes of what a phone or a computer runs: Windows, Linux,
// Android byte code, Java, macOS of either order, shortcuts, and OLE files, which carry
// installers and macros.
func programMagic() []string {
	return []string{
		"MZ", "\x7fELF", "dex\n", "\xca\xfe\xba\xbe", "\xfe\xed\xfa\xce", "\xfe\xed\xfa\xcf",
		"\xce\xfa\xed\xfe", "\xcf\xfa\xed\xfe", "L\x00\x00\x00\x01\x14\x02\x00", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
	}
}

// zipKind tells an Android or Java program, which is a ZIP with certain names in it,
// from other archives. Neither is kept.
func zipKind(data []byte) (mime, refused string) {
	for _, name := range []string{"AndroidManifest.xml", "classes.dex", "META-INF/MANIFEST.MF", "resources.arsc", "vbaProject.bin", ".apk"} {
		if bytes.Contains(data, []byte(name)) {
			return "application/vnd.android.package-archive", refusedProgram
		}
	}
	return "application/zip", refusedType
}

// endsAsZip reports whether data is a ZIP archive for those who look at its end, as
// installers do (APPNOTE.TXT 4.3.16): a picture or a PDF may be both.
func endsAsZip(data []byte) bool {
	const record, most = 22, 22 + 0xffff
	mark, tail := []byte("PK\x05\x06"), data[max(0, len(data)-most):]
	for at := bytes.LastIndex(tail, mark); at >= 0; at = bytes.LastIndex(tail[:at], mark) {
		if end := tail[at:]; len(end) >= record && len(end) == record+int(binary.LittleEndian.Uint16(end[20:])) {
			return true
		}
	}
	return false
}

// isoMedia is the type of an ISO base media file by its brand.
func isoMedia(brand string) string {
	switch brand {
	case "heic", "heix", "heim", "heis", "mif1", "msf1", "hevc":
		return "image/heic"
	case "avif", "avis":
		return "image/avif"
	case "M4A ", "M4B ":
		return "audio/mp4"
	}
	return "video/mp4"
}

// looksActive reports whether text would be run by what opens it.
func looksActive(head []byte) bool {
	low := bytes.ToLower(head)
	for _, mark := range []string{"<script", "<svg", "<html", "<!doctype html", "<hta:", "<?php", "@echo off", "wscript.", "createobject("} {
		if bytes.Contains(low, []byte(mark)) {
			return true
		}
	}
	return false
}
