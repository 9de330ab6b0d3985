package store

import "testing"

func TestVersions(t *testing.T) {
	if got := version("life", 0); got != "" {
		t.Errorf("a chat never seen has version %q", got)
	}
	for _, n := range []uint64{1, 42, 1 << 60} {
		life, got, err := parseVersion(version("0123456789abcdef", n))
		if life != "0123456789abcdef" || got != n || err != nil {
			t.Errorf("%d is read as %q, %d, %v", n, life, got, err)
		}
	}
	for _, text := range []string{"", "life", "life.", "life.0", "life.-1", "life.x"} {
		if _, _, err := parseVersion(text); err == nil {
			t.Errorf("%q is read as a version", text)
		}
	}
}

// TestIDsSort holds delivery ids to the order of versions and places, past the widths
// of their numbers' digits.
func TestIDsSort(t *testing.T) {
	last := ""
	for _, version := range []uint64{0, 1, 8, 9, 15, 16, 255, 99999, 1 << 36} {
		for _, place := range []int{0, 1, 9, 10, 15, 16, 300} {
			id := deliveryID(&Chat{life: "life", Version: version}, place)
			if id <= last {
				t.Errorf("%q does not come after %q", id, last)
			}
			last = id
		}
	}
}

// FuzzParseVersion holds that what is read as a version is written the same.
func FuzzParseVersion(f *testing.F) {
	f.Add("0123456789abcdef.1")
	f.Add("life.018446744073709551615")
	f.Add(".")
	f.Fuzz(func(t *testing.T, text string) {
		life, n, err := parseVersion(text)
		if err == nil && (n == 0 || len(version(life, n)) > len(text)) {
			t.Errorf("%q is read as %q", text, version(life, n))
		}
	})
}
