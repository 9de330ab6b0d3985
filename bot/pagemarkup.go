package bot

import (
	"html"
	"html/template"
	"slices"
	"strings"
)

// pageMarkup makes Telegram HTML safe to stand in a page: bold, italic and code stay, every
// other tag goes, and all that is not one of these three is text. Tags come out closed in
// the order they were opened, whatever came in.
func pageMarkup(text string) template.HTML {
	var b strings.Builder
	var open []string
	for text != "" {
		i := strings.IndexByte(text, '<')
		if i < 0 {
			i = len(text)
		}
		b.WriteString(template.HTMLEscapeString(html.UnescapeString(text[:i])))
		if text = text[i:]; text == "" {
			break
		}
		tag, rest, ok := cutTag(text)
		if !ok {
			b.WriteString("&lt;")
			text = text[1:]
			continue
		}
		text = rest
		name, closing := strings.CutPrefix(tag, "/")
		switch {
		case !slices.Contains([]string{"b", "i", "code"}, name):
		case !closing:
			b.WriteString("<" + name + ">")
			open = append(open, name)
		case len(open) > 0 && open[len(open)-1] == name:
			b.WriteString("</" + name + ">")
			open = open[:len(open)-1]
		}
	}
	for _, name := range slices.Backward(open) {
		b.WriteString("</" + name + ">")
	}
	return template.HTML(b.String()) // three tags without attributes; all else is escaped
}

// cutTag takes the tag at the beginning of text, which starts with "<".
func cutTag(text string) (tag, rest string, ok bool) {
	end := strings.IndexByte(text, '>')
	if end < 0 {
		return "", text, false
	}
	return text[1:end], text[end+1:], true
}

// pageText is what somebody wrote, as it was written.
func pageText(text string) template.HTML { return template.HTML(template.HTMLEscapeString(text)) }
