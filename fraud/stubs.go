package fraud

import (
	"io"
	"time"
)

// Number is a report's number, `SK-7F3K-92QX`: "SK-", seven random characters of
// Crockford's base 32 and a check character, grouped by four. Unguessable
// (35 bits) and short enough to read aloud.
type Number string

// NewNumber draws a number from r (crypto/rand.Reader in production).
func NewNumber(r io.Reader) (Number, error) { panic("stub") }

// ParseNumber reads a number as people type it: any case, with or without prefix and
// hyphens, O for 0, I and L for 1, native digits. It returns *Invalid{"number", …}.
func ParseNumber(s string) (Number, error) { panic("stub") }

// Kind is a kind of identifier.
type Kind string

const (
	KindMobile    Kind = "mobile"    // Value E.164: +919876543210
	KindLandline  Kind = "landline"  // Value E.164: +911123456789
	KindForeign   Kind = "foreign"   // Value E.164
	KindSeries    Kind = "series"    // 1600…, 1601…, 140…, 1800…, 1860…: digits only
	KindShortCode Kind = "shortcode" // 3 to 6 digits
	KindHeader    Kind = "header"    // SMS sender header, upper case: VM-HDFCBK-S
	KindVPA       Kind = "vpa"       // lower case
	KindIFSC      Kind = "ifsc"      // upper case
	KindAccount   Kind = "account"   // 9 to 18 digits
	KindUTR       Kind = "utr"       // 12-digit RRN, or NEFT/RTGS UTR of 16 to 22, or UPI app id to 35; upper case
	KindNCRP      Kind = "ncrp"      // 14 digits
	KindURL       Kind = "url"       // as received, scheme added, never fetched
	KindTelegram  Kind = "telegram"  // @handle, lower case
	KindEmail     Kind = "email"
	KindCrypto    Kind = "crypto"
	KindIMEI      Kind = "imei"
	KindTaxPAN    Kind = "pan"
	KindHandle    Kind = "handle" // any other social handle or free text id, at most 64 characters
)

// Identifier is something a case can be recognised by, in normal form: two
// identifiers are the same if and only if they are equal.
type Identifier struct {
	Kind  Kind   `json:"kind"`
	Value string `json:"value"`
}

// IsZero reports whether there is no identifier.
func (id Identifier) IsZero() bool { return id == Identifier{} }

// Display is how the identifier is shown: +91 98765 43210, UTR in groups of four, URL defanged.
func (id Identifier) Display() string { panic("stub") }

// Masked is Display with all but the tail hidden.
func (id Identifier) Masked() string { panic("stub") }

// Parse reads s as an identifier of one of the kinds, the first that fits.
// It returns *Invalid: What is the first kind's name.
func Parse(s string, kinds ...Kind) (Identifier, error) { panic("stub") }

// Found is an identifier and where it stood in the text, in bytes.
type Found struct {
	Identifier
	Start, End int
}

// Find returns every identifier in text, left to right, without overlaps. Input is
// capped at 4096 bytes' worth of work.
func Find(text string) []Found { panic("stub") }

// Fold brings text to the form every parser works on.
func Fold(s string) string { panic("stub") }

// Paise is money in paise: ₹1 = 100.
type Paise int64

// ParsePaise reads an amount as people write it. *Invalid{"amount", "empty|shape|range|…"}.
func ParsePaise(s string) (Paise, error) { panic("stub") }

// Moment is a point in time as a citizen gave it.
type Moment struct {
	At    time.Time // UTC
	Exact bool      // with a clock time, not only a date (then At is noon IST, or now if today and noon is ahead)
}

// ParseMoment reads a moment as people write it, relative to now.
// A future moment is *Invalid{"moment","future"}; "kal" is *Invalid{"moment","ambiguous"}.
func ParseMoment(s string, now time.Time) (Moment, error) { panic("stub") }

// Secret is a kind of thing that must never be kept.
type Secret string

const (
	SecretOTP      Secret = "otp"
	SecretPIN      Secret = "pin"
	SecretCVV      Secret = "cvv"
	SecretPassword Secret = "password"
	SecretCard     Secret = "card"
	SecretAadhaar  Secret = "aadhaar"
)

// Expect tells Scrub what the question on the screen asks for, so that a UTR is not
// taken for an Aadhaar number, nor an amount for an OTP.
type Expect struct {
	UTR     bool        // a 12-digit transaction number is expected
	Account bool        // an account number is expected
	Digits  bool        // a bare short number is a fair answer (amount, time, pincode, phone)
	Around  []time.Time // when the money moved, as far as known
}

// Scrub masks every secret in text and tells which kinds it found.
func Scrub(text string, e Expect) (clean string, found []Secret) { panic("stub") }

// Medium is how the fraudster reached the citizen.
type Medium string

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

// Chakshu reports whether the Chakshu form takes this medium.
func (m Medium) Chakshu() bool { panic("stub") }

// Category is a Chakshu category code.
type Category string

const (
	CategoryKYC        Category = "kyc_payment"
	CategoryFakeCC     Category = "fake_cc"
	CategoryJobLoan    Category = "job_lottery_loan"
	CategoryPolice     Category = "imp_police"
	CategoryInvestment Category = "investment"
	CategorySextortion Category = "sextortion"
	CategoryRelative   Category = "imp_relative"
	CategoryLink       Category = "malicious_link"
	CategoryDoT        Category = "imp_dot_trai"
	CategoryIVR        Category = "ivr_robo"
	CategoryOther      Category = "other"
)

// Categories are the 11 in the official order.
func Categories() []Category { panic("stub") }

// Official is the exact label on the Chakshu form.
func (c Category) Official() string { panic("stub") }

// Suggest returns the categories text speaks of, best first, at most three; empty when none.
// A word list: the floor under the later model.
func Suggest(text string) []Category { panic("stub") }

// SubCategory is an NCRP financial-fraud sub-category code.
type SubCategory string

// SubCategories in portal order.
func SubCategories() []SubCategory { panic("stub") }

// Official is the exact label on the portal.
func (c SubCategory) Official() string { panic("stub") }

// SubFor suggests the sub-category for a way of paying and a story.
func SubFor(m Mode, text string) SubCategory { panic("stub") }

// MoneyMoved reports whether text says that money already left ("paise kat gaye",
// "Rs 5000 debited", "पैसे कट गए").
func MoneyMoved(text string) bool { panic("stub") }

// Situation is what is known of a case when it is routed.
type Situation struct {
	Danger, Minor, MoneyMoved, LiveCall, SharedSecret, SIMDead, Sexual, Hacked                                               bool
	Advertising, UnknownSIMs, PhoneLost, InvestmentScheme, LoanApp, AccountFrozen, SellerDispute, Organisation, OldComplaint bool
	Medium                                                                                                                   Medium
	Visible                                                                                                                  bool // a number or header was visible
	ShownAs91                                                                                                                bool
	Age                                                                                                                      time.Duration // since it happened
}

// Desk names a place a case can go to.
type Desk string

// Decision is one row of the table with its reason.
type Decision struct {
	Row     int    `json:"row"` // 1 to 21; 0 none
	Primary []Desk `json:"primary"`
	Also    []Desk `json:"also,omitempty"`
	Not     []Desk `json:"not,omitempty"`
	Reason  string `json:"reason"` // a code: catalogue key "reason.<code>"
}

// Decide returns the first row that matches.
func Decide(s Situation) Decision { panic("stub") }

// Deadline is one clock that runs for a loss.
type Deadline struct {
	Code   string    // catalogue key "clock.<code>"
	Until  time.Time // UTC
	Source string
}

// Deadlines returns the clocks that govern a loss that happened at `at`, told to us at `now`, soonest first.
func Deadlines(at, now time.Time, lost Paise) []Deadline { panic("stub") }

// State is a state or union territory.
type State struct{ Code, Name string }

// States in alphabetical order of their English names, all 36.
func States() []State { panic("stub") }

// ParseState finds a state by its name in English or an Indian-script name, or its code.
func ParseState(s string) (State, error) { panic("stub") }
