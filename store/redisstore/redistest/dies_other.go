//go:build !linux

package redistest

import (
	"os"
	"syscall"
)

// diesWithUs does nothing: only Linux can end a server with the process that started it.
func diesWithUs() *syscall.SysProcAttr { return nil }

// killAll ends a server.
func killAll(p *os.Process) error { return p.Kill() }
