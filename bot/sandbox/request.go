package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// maxUpload is the largest request body, in bytes: a bot may upload 50 MB.
const maxUpload = 50<<20 + 1<<20

// request is one API call with its parameters as the form held them: scalars
// bare, everything else as JSON text.
type request struct {
	method string // lower case
	values map[string]string
	files  map[string]upload
}

// upload is a file sent with a request.
type upload struct {
	name string
	mime string
	data []byte
}

// names lists all parameters, sorted.
func (r *request) names() []string {
	names := slices.Collect(maps.Keys(r.values))
	for name := range r.files {
		if _, ok := r.values[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (r *request) integer(name string) int64 {
	n, _ := strconv.ParseInt(r.values[name], 10, 64)
	return n
}

func (r *request) boolean(name string) bool { return r.values[name] == "true" }

// decode reads a JSON parameter into v; absent leaves v alone. The request is
// validated, so a mismatch is refused as one.
func (r *request) decode(name string, v any) error {
	if r.values[name] == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(r.values[name]), v); err != nil {
		return badRequest("can't parse %s JSON object", strings.ReplaceAll(name, "_", " "))
	}
	return nil
}

// readRequest reads the query and a body of any of the four encodings.
func readRequest(method string, hr *http.Request) (*request, error) {
	r := &request{method: strings.ToLower(method), values: map[string]string{}, files: map[string]upload{}}
	r.addForm(hr.URL.Query())
	body := http.MaxBytesReader(nil, hr.Body, maxUpload)
	kind, params, _ := mime.ParseMediaType(hr.Header.Get("Content-Type"))
	var err error
	switch kind {
	case "multipart/form-data":
		err = r.addMultipart(body, params["boundary"])
	case "application/json":
		err = r.addJSON(body)
	case "application/x-www-form-urlencoded":
		err = r.addURLEncoded(body)
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, &apiError{code: http.StatusRequestEntityTooLarge, text: "Request Entity Too Large"}
	case err != nil:
		return nil, badRequest("can't parse the request body")
	}
	return r, nil
}

func (r *request) addForm(form url.Values) {
	for name, list := range form {
		r.values[name] = list[0]
	}
}

func (r *request) addURLEncoded(body io.Reader) error {
	data, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	form, err := url.ParseQuery(string(data))
	r.addForm(form)
	return err
}

func (r *request) addJSON(body io.Reader) error {
	data, err := io.ReadAll(body)
	if err != nil || len(data) == 0 {
		return err
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return err
	}
	for name, raw := range object {
		var text string
		if json.Unmarshal(raw, &text) == nil {
			r.values[name] = text
		} else {
			r.values[name] = string(raw)
		}
	}
	return nil
}

// addMultipart reads parts as they come, whatever Content-Length says: clients
// send such forms chunked. A call without parameters has an empty body.
func (r *request) addMultipart(body io.Reader, boundary string) error {
	reader := multipart.NewReader(body, boundary)
	for {
		part, err := reader.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		data, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		if part.FileName() != "" {
			r.files[part.FormName()] = upload{part.FileName(), part.Header.Get("Content-Type"), data}
		} else {
			r.values[part.FormName()] = string(data)
		}
	}
}
