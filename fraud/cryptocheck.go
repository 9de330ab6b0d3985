package fraud

import (
	"bytes"
	"crypto/sha256"
	"math/big"
	"strings"
)

const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

// base58check reports whether an address of 25 bytes ends in the first four bytes of the
// double SHA-256 of the rest, and begins with a version used by Bitcoin or TRON.
func base58check(address string) bool {
	n := new(big.Int)
	for i := range len(address) {
		d := strings.IndexByte(base58, address[i])
		if d < 0 {
			return false
		}
		n.Mul(n, big.NewInt(58)).Add(n, big.NewInt(int64(d)))
	}
	if n.BitLen() > 25*8 {
		return false
	}
	raw := n.FillBytes(make([]byte, 25))
	once := sha256.Sum256(raw[:21])
	twice := sha256.Sum256(once[:])
	return bytes.Equal(raw[21:], twice[:4]) && strings.IndexByte("\x00\x05\x41", raw[0]) >= 0
}

// bech32 checks a lower-case Bitcoin address by BIP 173 (witness version 0) or BIP 350.
func bech32(address string) bool {
	const alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	hrp, data, ok := strings.Cut(address, "1")
	if !ok || len(data) < 7 || len(address) > 90 {
		return false
	}
	check := uint32(1)
	for i := range len(hrp) {
		check = polymod(check, hrp[i]>>5)
	}
	check = polymod(check, 0)
	for i := range len(hrp) {
		check = polymod(check, hrp[i]&31)
	}
	for i := range len(data) {
		v := strings.IndexByte(alphabet, data[i])
		if v < 0 {
			return false
		}
		check = polymod(check, byte(v))
	}
	if data[0] == 'q' {
		return check == 1
	}
	return check == 0x2bc830a3
}

func polymod(check uint32, value byte) uint32 {
	top := check >> 25
	check = check&0x1ffffff<<5 ^ uint32(value)
	for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
		if top>>i&1 == 1 {
			check ^= g
		}
	}
	return check
}

// eip55 checks the capitals of 40 hexadecimal digits against their Keccak-256. An
// address all in one case carries no check and passes.
func eip55(digits string) bool {
	lower := strings.ToLower(digits)
	if digits == lower || digits == strings.ToUpper(digits) {
		return true
	}
	sum := keccak256([]byte(lower))
	for i := range len(digits) {
		nibble := sum[i/2] >> (4 * (1 - i%2)) & 15
		isUpper := digits[i] >= 'A' && digits[i] <= 'F'
		isLetter := lower[i] >= 'a'
		if isLetter && isUpper != (nibble >= 8) {
			return false
		}
	}
	return true
}
