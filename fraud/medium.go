package fraud

// Medium is how the fraudster reached the citizen.
type Medium string

// Media, the three of the Chakshu form first.
const (
	MediumCall     Medium = "call"
	MediumSMS      Medium = "sms"
	MediumWhatsApp Medium = "whatsapp"
	MediumTelegram Medium = "telegram"
	MediumSocial   Medium = "social" // Instagram, Facebook, other networks
	MediumEmail    Medium = "email"
	MediumWeb      Medium = "web"
	MediumApp      Medium = "app"
	MediumOther    Medium = "other"
)

// Chakshu reports whether the Chakshu form takes this medium: calls, SMS and WhatsApp
// only (Sanchar Saathi, Department of Telecommunications). Everything else belongs to
// Report Suspect on the cyber crime portal.
func (m Medium) Chakshu() bool {
	return m == MediumCall || m == MediumSMS || m == MediumWhatsApp
}
