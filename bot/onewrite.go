package bot

import (
	"bytes"
	"io"
	"net/http"
)

// oneWrite sends a request whole. The library streams its forms field by field, a write
// to the network for each, with a body that cannot be sent a second time when an idle
// connection turns out to be closed.
type oneWrite struct{ client *http.Client }

// Do makes the request with its body read into memory.
func (o oneWrite) Do(req *http.Request) (*http.Response, error) {
	if req.Body == nil || req.ContentLength > 0 {
		return o.client.Do(req)
	}
	body, err := io.ReadAll(req.Body)
	_ = req.Body.Close()
	if err != nil {
		return nil, err
	}
	req.ContentLength = int64(len(body))
	req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	if req.Body, err = req.GetBody(); err != nil {
		return nil, err
	}
	return o.client.Do(req)
}
