package bot

import (
	"path"
	"slices"
	"strings"
)

// maxFile is the largest file a bot can download from Telegram, in bytes
// (core.telegram.org/bots/api#getfile).
const maxFile = 20 << 20

// Why a file is refused: dialogs.Input.Refused and catalogue key "refused.<why>".
const (
	refusedProgram = "executable"
	refusedType    = "type"
	refusedSize    = "size"
)

// programs are file name endings that a phone or computer would run or install, the
// usual carriers of a fraud's second half.
func programs() []string {
	return strings.Fields(`apk apks xapk apkm aab dex jar exe msi msix com scr pif cpl dll sys lnk reg bat cmd ps1 psm1
		vbs vbe js jse mjs wsf wsh hta sh bash zsh py pyc pyw rb pl php app dmg pkg ipa deb rpm run bin elf so iso img vhd
		docm xlsm pptm xlam swf class`)
}

// programTypes are MIME types of the same.
func programTypes() []string {
	return []string{
		"application/vnd.android.package-archive", "application/x-msdownload", "application/x-msdos-program",
		"application/vnd.microsoft.portable-executable", "application/x-executable", "application/x-elf",
		"application/x-mach-binary", "application/x-sharedlib", "application/java-archive", "application/x-java-archive",
		"application/x-sh", "application/x-shellscript", "text/x-shellscript", "text/x-python", "application/x-python-code",
		"application/javascript", "text/javascript", "application/x-javascript", "application/x-bat", "application/x-msi",
		"application/x-ms-shortcut", "application/x-apple-diskimage", "application/hta",
	}
}

// kept are the types of file that can be evidence: pictures, documents that hold no
// program, sound and film.
func kept(mime string) bool {
	mime, _, _ = strings.Cut(strings.ToLower(mime), ";")
	switch {
	case mime == "image/svg+xml":
		return false
	case strings.HasPrefix(mime, "image/"), strings.HasPrefix(mime, "audio/"), strings.HasPrefix(mime, "video/"):
		return true
	}
	return slices.Contains([]string{"application/pdf", "text/plain", "text/csv", "message/rfc822", "application/ogg"}, strings.TrimSpace(mime))
}

// keptNames are the file name endings of the same.
func keptNames() []string {
	return strings.Fields(`jpg jpeg png webp gif heic heif bmp tif tiff pdf txt csv eml log
		mp3 m4a aac amr ogg oga opus wav flac wma mp4 m4v mov 3gp mkv webm avi mpeg mpg`)
}

// refusal tells from what the sender says of a file why it is not taken; "" when
// it is. The bytes are looked at again once they are here.
func refusal(name, mime string, size int64) string {
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(strings.TrimRight(name, " .\t\n")), "."))
	mime = strings.ToLower(mime)
	switch {
	case slices.Contains(programs(), ending), slices.Contains(programTypes(), mime):
		return refusedProgram
	case size > maxFile:
		return refusedSize
	case ending != "" && !slices.Contains(keptNames(), ending):
		return refusedType
	case mime == "" || mime == "application/octet-stream":
		if ending == "" {
			return refusedType
		}
		return ""
	case !kept(mime):
		return refusedType
	}
	return ""
}
