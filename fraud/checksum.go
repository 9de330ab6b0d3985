package fraud

// luhn reports whether digits end in a right Luhn check digit (ISO/IEC 7812-1).
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// verhoeff reports whether digits end in a right Verhoeff check digit, as Aadhaar
// numbers and virtual ids do (UIDAI).
func verhoeff(digits string) bool {
	check := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		check = dihedral(check, verhoeffTurn(d, i))
	}
	return check == 0
}

// dihedral composes two symmetries of the pentagon: 0 to 4 turn it, 5 to 9 flip it.
func dihedral(a, b int) int {
	switch {
	case a < 5 && b < 5:
		return (a + b) % 5
	case a < 5:
		return 5 + (a+b-5)%5
	case b < 5:
		return 5 + (a-5+5-b)%5
	}
	return (a - b + 5) % 5
}

// verhoeffTurn applies the scheme's permutation to d, times over.
func verhoeffTurn(d, times int) int {
	const turn = "1576283094"
	for range times % 8 {
		d = int(turn[d] - '0')
	}
	return d
}
