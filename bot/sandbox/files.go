package sandbox

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"path"
	"strings"
)

// maxDownload is the largest file a bot may fetch, in bytes; maxPhoto the largest
// photo it may send.
const (
	maxDownload = 20 << 20
	maxPhoto    = 10 << 20
)

// File is a file in a message. For a photo it is the largest size.
type File struct {
	ID       string `json:"id"`
	Name     string `json:"name,omitempty"`
	Mime     string `json:"mime,omitempty"`
	Size     int    `json:"size"` // bytes
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
	Duration int    `json:"duration,omitempty"` // seconds
	Emoji    string `json:"emoji,omitempty"`
	Data     []byte `json:"-"`

	kind   Kind
	unique string
	path   string
	sizes  []*File // of a photo, smallest first
}

func (f *File) wire() wireFile {
	w := wireFile{FileID: f.ID, UniqueID: f.unique, Size: f.Size, Width: f.Width, Height: f.Height}
	switch f.kind {
	case KindVoice, KindVideo:
		w.Duration, w.Mime = &f.Duration, f.Mime
	case KindDocument:
		w.Name, w.Mime = f.Name, f.Mime
	}
	return w
}

// fileStore holds every file ever sent, in memory.
type fileStore struct {
	prefix string // sets this server's ids apart from any other's
	byID   map[string]*File
	byPath map[string]*File
}

func newFileStore() fileStore {
	return fileStore{prefix: rand.Text()[:12], byID: map[string]*File{}, byPath: map[string]*File{}}
}

// add keeps a file and gives it its ids and path. The same bytes always have the
// same unique id.
func (st *fileStore) add(f *File) *File {
	sum := sha256.Sum256(append([]byte(f.kind), f.Data...))
	n := len(st.byID) + 1
	f.Size = len(f.Data)
	f.unique = base64.RawURLEncoding.EncodeToString(sum[:11])
	f.ID = base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s:%s:%d", f.kind, st.prefix, n))
	f.path = fmt.Sprintf("%ss/file_%d%s", f.kind, n, extension(f))
	st.byID[f.ID], st.byPath[f.path] = f, f
	return f
}

func extension(f *File) string {
	if ext := path.Ext(f.Name); ext != "" && len(ext) <= 8 && !strings.ContainsAny(ext, "/\\") {
		return strings.ToLower(ext)
	}
	switch f.kind {
	case KindPhoto:
		return ".jpg"
	case KindVoice:
		return ".oga"
	case KindVideo:
		return ".mp4"
	case KindSticker:
		return ".webp"
	}
	return ""
}

func (s *Server) getFile(r *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files.byID[r.values["file_id"]]
	switch {
	case f == nil:
		return nil, badRequest("wrong file_id or the file is temporarily unavailable")
	case f.Size > maxDownload:
		return nil, badRequest("file is too big")
	}
	return wireFile{FileID: f.ID, UniqueID: f.unique, Size: f.Size, Path: f.path}, nil
}

// serveFile answers /file/bot<token>/<path>.
func (s *Server) serveFile(w http.ResponseWriter, hr *http.Request) {
	token, name, _ := strings.Cut(strings.TrimPrefix(hr.URL.Path, "/file/bot"), "/")
	if !s.tokenFits(token) {
		writeError(w, &apiError{code: http.StatusUnauthorized, text: "Unauthorized"})
		return
	}
	if s.spoilt(w) {
		return
	}
	s.mu.Lock()
	f, out := s.files.byPath[name], s.faults.Outage < 0
	s.mu.Unlock()
	switch {
	case out:
		writeOutage(w)
	case f == nil:
		writeError(w, &apiError{code: http.StatusNotFound, text: "Not Found"})
	default:
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("Content-Length", fmt.Sprint(f.Size))
		_, _ = w.Write(f.Data)
	}
}
