package redistest

import (
	"os"
	"syscall"
)

// diesWithUs has the kernel end a server when the process that started it is gone, and has
// the server and what it forks be a group of their own.
func diesWithUs() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}

// killAll ends a server and what it forked: else that goes on to write a file anew.
func killAll(p *os.Process) error {
	_ = syscall.Kill(-p.Pid, syscall.SIGKILL) // there is no group when the server has ended by itself
	return p.Kill()
}
