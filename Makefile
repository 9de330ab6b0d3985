# Satark's commands. The two to know: `make demo` and `make test`.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

GO        ?= go
BUILD     := CGO_ENABLED=0 $(GO) build -trimpath -ldflags="-s -w"
PACKAGES  ?= ./...
TESTFLAGS ?=
FUZZTIME  ?= 2m
IMAGE_MB  := 40

.PHONY: help demo build test tools format lint unit vuln bench soak soak-long fuzz image-check clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: build ## everything on this machine, no account needed: a chat page in the browser
	./satark demo

build: ## the program: ./satark
	$(BUILD) -o satark ./cmd/satark

test: tools lint unit ## all checks and all tests; nothing is skipped

# The tests drive a real Redis and a real browser. They are installed when they are
# missing and this user may; otherwise the command to run is printed.
tools:
	@missing=""; \
	command -v redis-server >/dev/null || missing="$$missing redis-server"; \
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="$$missing chromium"; \
	command -v gcc >/dev/null || missing="$$missing gcc libc6-dev"; \
	[ -e /usr/include/stdlib.h ] || missing="$$missing libc6-dev"; \
	[ -z "$$missing" ] && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then sudo=""; \
	elif command -v apt-get >/dev/null && command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo="sudo"; \
	else echo "make test needs these packages, please install them:$$missing" >&2; exit 1; fi; \
	echo "installing$$missing"; \
	$$sudo apt-get update -qq; \
	$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing

lint: format ## gofmt, vet, staticcheck
	$(GO) vet $(PACKAGES)
	$(GO) tool staticcheck $(PACKAGES)

format:
	@bad="$$(git ls-files -z '*.go' | xargs -0 -r gofmt -l)"; \
	[ -z "$$bad" ] || { echo "not formatted, run gofmt -w on:"; echo "$$bad"; exit 1; }

unit:
	SATARK_TEST_NO_SKIP=1 $(GO) test -race -timeout 15m $(TESTFLAGS) $(PACKAGES)

vuln: ## known vulnerabilities in what we import (asks the internet)
	$(GO) tool govulncheck ./...

bench: build ## benchmarks of every package, then the whole way as ratios
	$(GO) test -run '^$$' -bench . -benchmem $(PACKAGES)
	./satark bench

soak: build ## let everything go wrong under load for some minutes, and look for what is lost
	./satark soak --store-kind file,redis --citizens 50 --kills 60 --mode webhook --faults all

soak-long: build ## the trials of docs/reliability.md, about an hour
	./satark soak --seed 20261124 --store-kind file --citizens 200 --kills 1000 --pace 100 --mode webhook --faults kill
	./satark soak --seed 20261125 --store-kind redis --citizens 200 --kills 1000 --pace 100 --mode webhook --faults kill
	./satark soak --seed 20261126 --store-kind redis --citizens 50 --kills 0 --strikes 200 --mode webhook --faults redis-kill
	./satark soak --seed 20261127 --store-kind sentinel,cluster --citizens 50 --kills 50 --strikes 10 --mode webhook --faults kill,failover,slots,network --wait 2
	./satark soak --seed 20261128 --store-kind file,redis --citizens 50 --kills 0 --mode webhook --faults telegram,duplicates,late,reorder --telegram 3

# Only the package under test is instrumented: ten times faster than `go test -fuzz`, which
# instruments all that it imports as well. FUZZTIME=10000000x counts executions.
fuzz: ## every fuzz target for FUZZTIME each; what is found stays in .cache/fuzz
	@bin="$$(mktemp -d)"; trap 'rm -rf "$$bin"' EXIT; \
	for pkg in $$($(GO) list $(PACKAGES)); do \
	  targets="$$($(GO) test -list '^Fuzz' $$pkg | grep '^Fuzz' || true)"; \
	  [ -n "$$targets" ] || continue; \
	  $(GO) test -c -gcflags="$$pkg=-d=libfuzzer" -o "$$bin/test" $$pkg; \
	  for target in $$targets; do \
	    echo "== $$pkg $$target"; \
	    (cd "$$($(GO) list -f '{{.Dir}}' $$pkg)" && "$$bin/test" -test.run '^$$' -test.fuzz "^$$target\$$" \
	      -test.fuzztime $(FUZZTIME) -test.fuzzcachedir "$(CURDIR)/.cache/fuzz/$$pkg"); \
	  done; \
	done

# What the Dockerfile builds, proved without a container engine: the same build
# command, then run as nobody in a root that holds nothing else.
image-check: ## the image's program: size, linkage, and a run in an empty root
	@root="$$(mktemp -d)"; trap 'rm -rf "$$root"' EXIT; \
	$(BUILD) -o "$$root/satark" ./cmd/satark; \
	size="$$(stat -c %s "$$root/satark")"; \
	echo "size: $$((size / 1000000)) MB (limit $(IMAGE_MB))"; \
	[ "$$size" -lt $$(( $(IMAGE_MB) * 1000000 )) ]; \
	if ldd "$$root/satark" >/dev/null 2>&1; then echo "not static"; exit 1; fi; echo "linkage: static"; \
	mkdir -m 0777 "$$root/data"; chmod 0755 "$$root"; \
	if [ "$$(id -u)" = 0 ]; then run="chroot --userspec=65532:65532 $$root"; \
	else run="unshare --user --root=$$root"; fi; \
	$$run /satark --help >/dev/null; echo "runs in an empty root: --help"; \
	SATARK_TOKEN=1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA SATARK_STORE=file:/data SATARK_BLOBS= $$run /satark check --offline >/dev/null; \
	echo "runs in an empty root: check"
	$(GO) test -count 1 -run 'TestImage|TestCompose' ./cmd/satark

clean:
	rm -f satark
