//go:build !linux

package redistest

import "syscall"

// diesWithUs does nothing: only Linux can end a server with the process that started it.
func diesWithUs() *syscall.SysProcAttr { return nil }
