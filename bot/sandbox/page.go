package sandbox

import "net/http"

func (s *Server) servePage(mux *http.ServeMux) {}
