package redisstore_test

import (
	"testing"

	"satark/store/storetest"
)

func TestContract(t *testing.T) {
	s := startServer(t)
	storetest.Run(t, s.place)
}

func TestContractInCluster(t *testing.T) {
	s := startCluster(t)
	storetest.Run(t, s.place)
}
