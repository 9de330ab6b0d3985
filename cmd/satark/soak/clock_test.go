package soak

import (
	"time"

	"satark/fraud"
)

// talkTime is when the talks of the tests begin: a Tuesday, half past three in the afternoon.
func talkTime() time.Time { return time.Date(2026, 11, 24, 15, 30, 0, 0, fraud.IST) }
