package redistest

import "syscall"

// diesWithUs has the kernel end a server when the process that started it is gone.
func diesWithUs() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}
