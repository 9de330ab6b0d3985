package fraud

import (
	"encoding/binary"
	"math/bits"
)

// keccak256 is the hash Ethereum uses: Keccak with the padding from before SHA-3 was
// standardised, which the standard library therefore does not offer.
func keccak256(message []byte) [32]byte {
	const rate = 136
	padded := append(append([]byte{}, message...), 1)
	for len(padded)%rate != 0 {
		padded = append(padded, 0)
	}
	padded[len(padded)-1] |= 0x80
	var state [25]uint64
	for ; len(padded) > 0; padded = padded[rate:] {
		for i := range rate / 8 {
			state[i] ^= binary.LittleEndian.Uint64(padded[8*i:])
		}
		keccakF(&state)
	}
	var sum [32]byte
	for i := range 4 {
		binary.LittleEndian.PutUint64(sum[8*i:], state[i])
	}
	return sum
}

// keccakF is the permutation of FIPS 202 §3.2: theta, rho with pi, chi, iota.
func keccakF(a *[25]uint64) {
	lfsr := byte(1)
	for range 24 {
		theta(a)
		rhoPi(a)
		chi(a)
		for j := range 7 {
			if lfsr&1 == 1 {
				a[0] ^= 1 << (1<<j - 1)
			}
			carry := lfsr >> 7
			lfsr = lfsr<<1 ^ carry*0x71
		}
	}
}

func theta(a *[25]uint64) {
	var c [5]uint64
	for x := range 5 {
		c[x] = a[x] ^ a[x+5] ^ a[x+10] ^ a[x+15] ^ a[x+20]
	}
	for i := range 25 {
		a[i] ^= c[(i+4)%5] ^ bits.RotateLeft64(c[(i+1)%5], 1)
	}
}

func rhoPi(a *[25]uint64) {
	x, y, moving := 1, 0, a[1]
	for t := range 24 {
		x, y = y, (2*x+3*y)%5
		moving, a[x+5*y] = a[x+5*y], bits.RotateLeft64(moving, (t+1)*(t+2)/2%64)
	}
}

func chi(a *[25]uint64) {
	for y := 0; y < 25; y += 5 {
		var row [5]uint64
		copy(row[:], a[y:y+5])
		for x := range 5 {
			a[y+x] = row[x] ^ (^row[(x+1)%5] & row[(x+2)%5])
		}
	}
}
