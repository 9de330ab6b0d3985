package sandbox

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// htmlTags are the tags of parse_mode HTML and the entities they become.
var htmlTags = map[string]string{
	"b": "bold", "strong": "bold",
	"i": "italic", "em": "italic",
	"u": "underline", "ins": "underline",
	"s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
	"tg-spoiler": "spoiler", "span": "spoiler",
	"a": "text_link", "code": "code", "pre": "pre", "blockquote": "blockquote",
}

// htmlError is what is wrong with the markup, in the server's words.
type htmlError string

func (e htmlError) Error() string { return string(e) }

// openTag is a tag still waiting for its end.
type openTag struct {
	name   string
	attrs  map[string]string
	offset int // UTF-16 units of text before it
	start  int // bytes of text before it
}

// htmlParser reads src byte by byte; offsets in its errors count bytes of src.
type htmlParser struct {
	src  string
	at   int
	out  strings.Builder
	size int // of out, in UTF-16 units
	open []openTag
	list []Entity
}

// parseHTML turns markup into text and entities. The error is an htmlError.
func parseHTML(src string) (string, []Entity, error) {
	p := &htmlParser{src: src}
	for p.at < len(src) {
		if err := p.step(); err != nil {
			return "", nil, err
		}
	}
	if n := len(p.open); n > 0 {
		return "", nil, htmlError(fmt.Sprintf("Can't find end tag corresponding to start tag %q", p.open[n-1].name))
	}
	sortEntities(p.list)
	return p.out.String(), dropInsideCode(p.list), nil
}

func (p *htmlParser) step() error {
	switch p.src[p.at] {
	case '<':
		if strings.HasPrefix(p.src[p.at:], "</") {
			return p.endTag()
		}
		return p.startTag()
	case '&':
		if r, n := decodeEntity(p.src[p.at:]); n > 0 {
			p.emit(string(r), n)
			return nil
		}
		p.emit("&", 1)
		return nil
	}
	n := strings.IndexAny(p.src[p.at:], "<&")
	if n < 0 {
		n = len(p.src) - p.at
	}
	p.emit(p.src[p.at:p.at+n], n)
	return nil
}

func (p *htmlParser) emit(text string, consumed int) {
	p.out.WriteString(text)
	p.size += utf16Len(text)
	p.at += consumed
}

func (p *htmlParser) startTag() error {
	begin := p.at
	p.at++
	name := strings.ToLower(p.until(" \t\r\n\v\f>"))
	if p.at == len(p.src) {
		return htmlError(fmt.Sprintf("Unclosed start tag at byte offset %d", begin))
	}
	if htmlTags[name] == "" {
		return htmlError(fmt.Sprintf("Unsupported start tag %q at byte offset %d", name, begin))
	}
	attrs, err := p.attributes(name, begin)
	if err != nil {
		return err
	}
	if name == "span" && attrs["class"] != "tg-spoiler" {
		return htmlError(fmt.Sprintf("Tag \"span\" must have class \"tg-spoiler\" at byte offset %d", begin))
	}
	p.open = append(p.open, openTag{name: name, attrs: attrs, offset: p.size, start: p.out.Len()})
	return nil
}

func (p *htmlParser) endTag() error {
	begin := p.at
	if len(p.open) == 0 {
		return htmlError(fmt.Sprintf("Unexpected end tag at byte offset %d", begin))
	}
	p.at += 2
	name := strings.ToLower(p.until(" \t\r\n\v\f>"))
	p.skipSpace()
	if p.at == len(p.src) || p.src[p.at] != '>' {
		return htmlError(fmt.Sprintf("Unclosed end tag at byte offset %d", begin))
	}
	p.at++
	tag := p.open[len(p.open)-1]
	if name != "" && name != tag.name {
		return htmlError(fmt.Sprintf("Unmatched end tag at byte offset %d, expected \"</%s>\", found \"</%s>\"", begin, tag.name, name))
	}
	p.open = p.open[:len(p.open)-1]
	p.close(tag)
	return nil
}

// close adds the entity of a finished tag, unless it is empty or its link is not one.
func (p *htmlParser) close(tag openTag) {
	e := Entity{Type: htmlTags[tag.name], Offset: tag.offset, Length: p.size - tag.offset}
	if e.Length == 0 {
		return
	}
	switch tag.name {
	case "a":
		href := tag.attrs["href"]
		if href == "" {
			href = p.out.String()[tag.start:]
		}
		link, ok := linkURL(href)
		if !ok {
			return
		}
		e.URL = link
	case "blockquote":
		if _, ok := tag.attrs["expandable"]; ok {
			e.Type = "expandable_blockquote"
		}
	case "code":
		if n := len(p.open); n > 0 && p.open[n-1].name == "pre" {
			p.open[n-1].attrs["language"] = strings.TrimPrefix(tag.attrs["class"], "language-")
			return
		}
	case "pre":
		e.Language = tag.attrs["language"]
	}
	p.list = append(p.list, e)
}

// attributes reads up to and including the closing bracket.
func (p *htmlParser) attributes(tag string, begin int) (map[string]string, error) {
	attrs := map[string]string{}
	for {
		p.skipSpace()
		if p.at == len(p.src) {
			return nil, htmlError(fmt.Sprintf("Unclosed start tag %q at byte offset %d", tag, begin))
		}
		if p.src[p.at] == '>' {
			p.at++
			return attrs, nil
		}
		name := strings.ToLower(p.until(" \t\r\n\v\f=>"))
		if name == "" {
			return nil, htmlError(fmt.Sprintf("Empty attribute name in the tag %q at byte offset %d", tag, begin))
		}
		p.skipSpace()
		value := ""
		if p.at < len(p.src) && p.src[p.at] == '=' {
			p.at++
			var err error
			if value, err = p.value(tag, begin); err != nil {
				return nil, err
			}
		}
		attrs[name] = value
	}
}

func (p *htmlParser) value(tag string, begin int) (string, error) {
	p.skipSpace()
	if p.at == len(p.src) {
		return "", htmlError(fmt.Sprintf("Unclosed start tag %q at byte offset %d", tag, begin))
	}
	quote := p.src[p.at]
	if quote != '"' && quote != '\'' {
		word := p.until(" \t\r\n\v\f>\"'=<")
		if p.at == len(p.src) {
			return "", htmlError(fmt.Sprintf("Unexpected end of name token at byte offset %d", begin))
		}
		return unescape(word), nil
	}
	p.at++
	word := p.until(string(quote))
	if p.at == len(p.src) {
		return "", htmlError(fmt.Sprintf("Unclosed start tag at byte offset %d", begin))
	}
	p.at++
	return unescape(word), nil
}

// until reads up to the first byte of stop, or to the end.
func (p *htmlParser) until(stop string) string {
	n := strings.IndexAny(p.src[p.at:], stop)
	if n < 0 {
		n = len(p.src) - p.at
	}
	word := p.src[p.at : p.at+n]
	p.at += n
	return word
}

func (p *htmlParser) skipSpace() {
	for p.at < len(p.src) && strings.IndexByte(" \t\r\n\v\f", p.src[p.at]) >= 0 {
		p.at++
	}
}

// decodeEntity reads &lt; &gt; &amp; &quot; and numeric entities; n is 0 for all
// others, which stay as they are.
func decodeEntity(s string) (r rune, n int) {
	end := strings.IndexByte(s[:min(len(s), 12)], ';')
	if end < 0 {
		return 0, 0
	}
	switch body := s[1:end]; {
	case body == "lt":
		return '<', end + 1
	case body == "gt":
		return '>', end + 1
	case body == "amp":
		return '&', end + 1
	case body == "quot":
		return '"', end + 1
	case strings.HasPrefix(body, "#x"):
		return numericEntity(body[2:], 16, end+1)
	case strings.HasPrefix(body, "#"):
		return numericEntity(body[1:], 10, end+1)
	}
	return 0, 0
}

func numericEntity(digits string, base, n int) (rune, int) {
	v, err := strconv.ParseUint(digits, base, 21)
	if err != nil || v == 0 || v > 0x10FFFF || v >= 0xD800 && v < 0xE000 {
		return 0, 0
	}
	return rune(v), n
}

func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		if s[i] == '&' {
			if r, n := decodeEntity(s[i:]); n > 0 {
				b.WriteRune(r)
				i += n
				continue
			}
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String()
}

// linkURL is the link as the server keeps it, with a scheme. Anything that is not
// http, https or tg is no link.
func linkURL(href string) (string, bool) {
	if !strings.Contains(href, ":") {
		href = "http://" + href
	}
	u, err := url.Parse(strings.TrimSpace(href))
	if err != nil {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "tg":
		return u.String(), true
	case "http", "https":
		if !strings.Contains(u.Hostname(), ".") {
			return "", false
		}
		if u.Path == "" {
			u.Path = "/"
		}
		return u.String(), true
	}
	return "", false
}

// dropInsideCode removes styling within code, which cannot hold any. The list is sorted.
func dropInsideCode(list []Entity) []Entity {
	end := 0 // of the last code seen
	return slices.DeleteFunc(list, func(e Entity) bool {
		if e.Offset < end {
			return true
		}
		if e.Type == "code" || e.Type == "pre" {
			end = e.Offset + e.Length
		}
		return false
	})
}
