package sandbox

import (
	"context"
	"net"
	"net/url"
	"regexp"
)

// webhook is where updates are pushed to, and how that goes.
type webhook struct {
	url, secret string
	max         int
	slots       chan struct{} // one for each request under way
	lanes       map[laneKey][]*update
	ctx         context.Context
	cancel      context.CancelFunc
	lastError   string
	lastErrorAt int64 // Unix seconds
}

var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)

func (s *Server) setWebhook(r *request) (any, error) {
	target := r.values["url"]
	if target == "" {
		return s.deleteWebhook(r)
	}
	if err := checkWebhookURL(target); err != nil {
		return nil, err
	}
	if !secretToken.MatchString(r.values["secret_token"]) {
		return nil, badRequest("secret token contains unallowed characters")
	}
	most := 40
	if n := int(r.integer("max_connections")); n > 0 {
		most = min(n, 100)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.allow(r); err != nil {
		return nil, err
	}
	s.removeWebhook()
	if r.boolean("drop_pending_updates") {
		s.updates.drop()
	}
	ctx, cancel := context.WithCancel(s.ctx)
	s.hook = &webhook{url: target, secret: r.values["secret_token"], max: most, ctx: ctx, cancel: cancel,
		slots: make(chan struct{}, most), lanes: map[laneKey][]*update{}}
	s.updates.pulse.beat()
	for _, u := range s.updates.live() {
		s.push(u)
	}
	return true, nil
}

// checkWebhookURL takes https, and http on this machine as a local server would.
func checkWebhookURL(raw string) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return badRequest("bad webhook: invalid webhook URL specified")
	}
	if u.Scheme == "https" {
		return nil
	}
	ip := net.ParseIP(u.Hostname())
	if u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()) {
		return nil
	}
	return badRequest("bad webhook: An HTTPS URL must be provided for webhook")
}

func (s *Server) deleteWebhook(r *request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.removeWebhook()
	if r.boolean("drop_pending_updates") {
		s.updates.drop()
	}
	return true, nil
}

// removeWebhook stops pushing; what is under way counts as not delivered.
func (s *Server) removeWebhook() {
	if s.hook != nil {
		s.hook.cancel()
		s.hook = nil
	}
}

type wireWebhookInfo struct {
	URL              string   `json:"url"`
	CustomCert       bool     `json:"has_custom_certificate"`
	Pending          int      `json:"pending_update_count"`
	LastErrorDate    int64    `json:"last_error_date,omitempty"`
	LastErrorMessage string   `json:"last_error_message,omitempty"`
	MaxConnections   int      `json:"max_connections,omitempty"`
	AllowedUpdates   []string `json:"allowed_updates,omitempty"`
}

func (s *Server) getWebhookInfo(*request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.updates.expire(s.now())
	info := wireWebhookInfo{Pending: len(s.updates.waiting), AllowedUpdates: s.updates.allowed}
	if h := s.hook; h != nil {
		info.URL, info.MaxConnections = h.url, h.max
		info.LastErrorDate, info.LastErrorMessage = h.lastErrorAt, h.lastError
	}
	return info, nil
}
