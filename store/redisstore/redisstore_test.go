package redisstore_test

import (
	"testing"

	"satark/store/redisstore/redistest"
	"satark/store/storetest"
)

func TestContract(t *testing.T) {
	s := startServer(t)
	storetest.Run(t, s.place)
}

func TestContractInCluster(t *testing.T) {
	s := start(t, redistest.Cluster)
	storetest.Run(t, s.place)
}

func TestModel(t *testing.T) {
	s := startServer(t)
	storetest.Model(t, s.place)
}

func BenchmarkCommit(b *testing.B) {
	s := startServer(b)
	storetest.BenchmarkCommit(b, s.place)
}

func BenchmarkSweep(b *testing.B) {
	s := startServer(b)
	storetest.BenchmarkSweep(b, s.place)
}
