package fraud

import "sync"

// Desk names a place a case can go to.
type Desk string

// Desks with a name in code; facts/helplines.json has them all with their contacts.
const (
	DeskPolice      Desk = "112"          // emergency
	DeskHelpline    Desk = "1930"         // national cyber crime helpline
	DeskBank        Desk = "bank"         // the citizen's own bank
	DeskNCRP        Desk = "ncrp"         // cybercrime.gov.in, complaint
	DeskSuspect     Desk = "ncrp_suspect" // cybercrime.gov.in, Report Suspect
	DeskWomenChild  Desk = "ncrp_women_child"
	DeskChakshu     Desk = "chakshu"
	DeskRICWIN      Desk = "ricwin" // foreign calls shown as Indian
	DeskSpam        Desk = "1909"
	DeskTAFCOP      Desk = "tafcop"
	DeskCEIR        Desk = "ceir"
	DeskOperator    Desk = "operator"
	DeskPlatform    Desk = "platform"
	DeskTeleMANAS   Desk = "14416"
	DeskWomen       Desk = "181"
	DeskChild       Desk = "1098"
	DeskStopNCII    Desk = "stopncii"
	DeskTakeItDown  Desk = "takeitdown"
	DeskSachet      Desk = "sachet"
	DeskSEBI        Desk = "sebi"
	DeskOmbudsman   Desk = "ombudsman"
	DeskConsumer    Desk = "1915"
	DeskCERTIn      Desk = "certin"
	DeskRestoration Desk = "mrm"
	DeskLegalAid    Desk = "dlsa"
	DeskStation     Desk = "station" // nearest police station
)

// Helpline is how a desk is reached. Phone and URL are empty where there is none, as
// with a citizen's own bank.
type Helpline struct {
	Desk     Desk
	Name     string // official or usual name, in English
	Phone    string // as dialled
	URL      string // https address
	Email    string
	Hours    string // "24x7" or opening hours in IST; empty when not known
	Source   string
	Verified string // 2006-01-02
}

type helplineEntry struct {
	Dated
	Name  string `json:"name"`
	Phone string `json:"phone"`
	URL   string `json:"url"`
	Email string `json:"email"`
	Hours string `json:"hours"`
}

var helplineFacts = sync.OnceValue(func() []helplineEntry { return readFacts[helplineEntry]("helplines.json") })

// Info is how the desk is reached; the zero Helpline for a desk that is not listed.
func (d Desk) Info() Helpline {
	for _, e := range helplineFacts() {
		if e.ID == string(d) {
			return e.helpline()
		}
	}
	return Helpline{}
}

// Helplines lists every desk in the order of facts/helplines.json: emergencies first.
func Helplines() []Helpline {
	entries := helplineFacts()
	all := make([]Helpline, len(entries))
	for i, e := range entries {
		all[i] = e.helpline()
	}
	return all
}

func (e helplineEntry) helpline() Helpline {
	return Helpline{Desk(e.ID), e.Name, e.Phone, e.URL, e.Email, e.Hours, e.Source, e.Verified}
}
