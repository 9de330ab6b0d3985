package sandbox

import (
	"embed"
	"io/fs"
	"net/http"
)

// pageFiles are the chat page: no build step, nothing from elsewhere.
//
//go:embed page
var pageFiles embed.FS

// pagePolicy lets the page load its own files and nothing else.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; " +
	"connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

// servePage adds the chat page and its API.
func (s *Server) servePage(mux *http.ServeMux) {
	files, err := fs.Sub(pageFiles, "page")
	if err != nil {
		return // not possible: the name is a valid path
	}
	static := http.StripPrefix("/chat/static/", http.FileServerFS(files))
	mux.Handle("GET /chat/static/", withPolicy(static))
	mux.Handle("GET /{$}", withPolicy(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeFileFS(w, r, files, "index.html")
	})))
	s.servePageAPI(mux)
}

func withPolicy(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", pagePolicy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		w.Header().Set("Cache-Control", "no-cache")
		h.ServeHTTP(w, r)
	})
}
