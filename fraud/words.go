package fraud

import "strings"

func trimSpace(s string) string { return strings.Trim(s, " \n") }
