package bot

import (
	"satark/dialogs"
	"satark/fraud"
)

func name(ev *fraud.Evidence) string {
	if ev == nil {
		return ""
	}
	return ev.Name
}

func contactName(c *dialogs.Contact) string {
	if c == nil {
		return ""
	}
	return c.Name
}

func originName(o *dialogs.Origin) string {
	if o == nil {
		return ""
	}
	return o.Name
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
