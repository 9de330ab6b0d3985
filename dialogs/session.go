package dialogs

// Session is the memory of one conversation. It is plain data: stored as JSON
// after each turn and read back before the next.
type Session struct {
	Lang string `json:"lang,omitempty"` // chosen language; "" before the first choice
}
