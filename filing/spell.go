package filing

import (
	"net/url"
	"strings"

	"satark/fraud"
)

// inEnglish names an identifier for the narrative, in the letters it may hold. A URL
// stands without its query, which the field would refuse: the form has its own field
// for the whole of it.
func inEnglish(id fraud.Identifier) string {
	switch id.Kind {
	case fraud.KindURL:
		return plain("website " + site(id.Value))
	case fraud.KindTelegram:
		return plain("Telegram handle " + strings.TrimPrefix(id.Value, "@"))
	case fraud.KindHandle:
		return plain("handle " + strings.TrimPrefix(id.Value, "@"))
	}
	return plain(englishKind(id.Kind) + " " + formValue(id))
}

func englishKind(k fraud.Kind) string {
	switch k {
	case fraud.KindMobile:
		return "mobile"
	case fraud.KindLandline, fraud.KindForeign, fraud.KindSeries:
		return "phone number"
	case fraud.KindShortCode:
		return "short number"
	case fraud.KindHeader:
		return "SMS header"
	case fraud.KindVPA:
		return "UPI ID"
	case fraud.KindIFSC:
		return "IFSC"
	case fraud.KindAccount:
		return "account"
	case fraud.KindEmail:
		return "e-mail"
	case fraud.KindCrypto:
		return "crypto address"
	case fraud.KindIMEI:
		return "IMEI"
	}
	return "ID"
}

// site is the host and path of a URL, at most 80 characters.
func site(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return clip(raw, 80)
	}
	return clip(u.Host+strings.TrimSuffix(u.Path, "/"), 80)
}

// formValue is an identifier as an Indian form takes it: an Indian number without +91,
// all else in normal form.
func formValue(id fraud.Identifier) string {
	switch id.Kind {
	case fraud.KindMobile, fraud.KindLandline:
		return strings.TrimPrefix(id.Value, "+91")
	}
	return id.Value
}
