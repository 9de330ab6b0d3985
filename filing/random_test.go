package filing

import (
	"strings"
	"time"

	"pgregory.net/rapid"

	"satark/fraud"
)

// words a citizen may type: any text at all, text with markup, Hindi, and long text.
func anyWords() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.String(),
		rapid.StringMatching(`[a-z<>&"' /]{0,60}`),
		rapid.StringMatching(`[क-ह ा-ौ्]{0,80}`),
		rapid.Map(rapid.SliceOfN(rapid.StringMatching(`[A-Za-z.&<]{1,12}`), 0, 250), func(all []string) string { return strings.Join(all, " ") }),
	)
}

func anyTime() *rapid.Generator[time.Time] {
	return rapid.Map(rapid.IntRange(0, 90*24*60), func(minutes int) time.Time {
		return now.Add(-time.Duration(minutes) * time.Minute)
	})
}

func anyIdentifier() *rapid.Generator[fraud.Identifier] {
	shapes := map[fraud.Kind]string{
		fraud.KindMobile:   `\+91[6-9][0-9]{9}`,
		fraud.KindForeign:  `\+92[1-9][0-9]{8}`,
		fraud.KindHeader:   `[A-Z]{2}-[A-Z]{6}-[PSTG]`,
		fraud.KindVPA:      `[a-z0-9._-]{2,60}@[a-z]{2,10}`,
		fraud.KindAccount:  `[0-9]{9,18}`,
		fraud.KindURL:      `https://[a-z]{3,20}\.example/[a-z0-9&?=~#/]{0,900}`,
		fraud.KindTelegram: `@[a-z][a-z0-9_]{4,30}`,
		fraud.KindEmail:    `[a-z]{1,20}@[a-z]{1,20}\.in`,
		fraud.KindHandle:   `[a-zA-Z<>&" _.-]{1,64}`,
	}
	var all []*rapid.Generator[fraud.Identifier]
	for _, kind := range []fraud.Kind{fraud.KindMobile, fraud.KindForeign, fraud.KindHeader, fraud.KindVPA, fraud.KindAccount, fraud.KindURL, fraud.KindTelegram, fraud.KindEmail, fraud.KindHandle} {
		all = append(all, rapid.Map(rapid.StringMatching(shapes[kind]), func(v string) fraud.Identifier { return id(kind, v) }))
	}
	return rapid.OneOf(all...)
}

func anyTransaction() *rapid.Generator[fraud.Transaction] {
	return rapid.Custom(func(t *rapid.T) fraud.Transaction {
		tx := fraud.Transaction{
			Mode:   rapid.SampledFrom([]fraud.Mode{fraud.ModeUPI, fraud.ModeCard, fraud.ModeCash, fraud.ModeOther}).Draw(t, "mode"),
			Bank:   anyWords().Draw(t, "bank"),
			Amount: fraud.Paise(rapid.Int64Range(0, 10_00_00_000_00).Draw(t, "amount")),
			To:     rapid.SliceOfN(anyIdentifier(), 0, 12).Draw(t, "to"),
		}
		if rapid.Bool().Draw(t, "dated") {
			tx.At, tx.Exact = anyTime().Draw(t, "at"), rapid.Bool().Draw(t, "exact")
		}
		if rapid.Bool().Draw(t, "has utr") {
			tx.UTR = id(fraud.KindUTR, rapid.StringMatching(`[0-9]{12}|[A-Z]{4}[A-Z0-9]{12,18}`).Draw(t, "utr"))
		}
		return tx
	})
}

func anyLoss(most int) *rapid.Generator[fraud.Loss] {
	return rapid.Custom(func(t *rapid.T) fraud.Loss {
		return fraud.Loss{
			At: anyTime().Draw(t, "at"), Exact: rapid.Bool().Draw(t, "exact"),
			Sub:          rapid.SampledFrom(fraud.SubCategories()).Draw(t, "sub"),
			Transactions: rapid.SliceOfN(anyTransaction(), 0, most).Draw(t, "transactions"),
			Suspects:     rapid.SliceOfN(anyIdentifier(), 0, 30).Draw(t, "suspects"),
			Contact:      anyMedium().Draw(t, "contact"),
			Details:      anyWords().Draw(t, "details"),
		}
	})
}

func anyMedium() *rapid.Generator[fraud.Medium] {
	return rapid.SampledFrom([]fraud.Medium{"", fraud.MediumCall, fraud.MediumSMS, fraud.MediumWhatsApp, fraud.MediumTelegram,
		fraud.MediumSocial, fraud.MediumEmail, fraud.MediumWeb, fraud.MediumApp, fraud.MediumOther})
}

func anySuspicion() *rapid.Generator[fraud.Suspicion] {
	return rapid.Custom(func(t *rapid.T) fraud.Suspicion {
		return fraud.Suspicion{
			Medium:   anyMedium().Draw(t, "medium"),
			Category: rapid.SampledFrom(fraud.Categories()).Draw(t, "category"),
			Suspect:  rapid.SliceOfN(anyIdentifier(), 0, 15).Draw(t, "suspect"),
			Contacts: rapid.SliceOfN(anyIdentifier(), 0, 15).Draw(t, "contacts"),
			At:       anyTime().Draw(t, "at"), Exact: rapid.Bool().Draw(t, "exact"),
			Details: anyWords().Draw(t, "details"),
		}
	})
}

func anyReport(most int) *rapid.Generator[fraud.Report] {
	return rapid.Custom(func(t *rapid.T) fraud.Report {
		who := fraud.Person{Name: anyWords().Draw(t, "name"), District: anyWords().Draw(t, "district"), State: "MH"}
		if rapid.Bool().Draw(t, "lost") {
			return lost(anyLoss(most).Draw(t, "loss"), who)
		}
		r := suspected(anySuspicion().Draw(t, "suspicion"), fraud.Situation{
			ShownAs91: rapid.Bool().Draw(t, "as 91"), Advertising: rapid.Bool().Draw(t, "advertising"),
		})
		r.Reporter = who
		return r
	})
}
