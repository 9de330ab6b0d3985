package main

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// StoreAt is where the store is: a directory, or the address of a Redis.
type StoreAt struct {
	Dir string // embedded store; "" with Redis
	URL string // Redis, as the operator wrote it; may hold a password
}

// Redis reports whether the store is a Redis of any arrangement.
func (s StoreAt) Redis() bool { return s.URL != "" }

// String is the address with its password hidden.
func (s StoreAt) String() string {
	if !s.Redis() {
		return "file:" + s.Dir
	}
	scheme, user, rest := s.split()
	if name, _, has := strings.Cut(user, ":"); has {
		user = name + ":" + hidden
	}
	if user != "" {
		user += "@"
	}
	return scheme + "://" + user + rest
}

// GoString hides the password from %#v as String does from %v.
func (s StoreAt) GoString() string { return s.String() }

// MarshalText hides the password from JSON.
func (s StoreAt) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// withPassword is the address to dial; a password of the address itself goes first.
func (s StoreAt) withPassword(password Secret) string {
	scheme, user, rest := s.split()
	if password == "" || strings.Contains(user, ":") {
		return s.URL
	}
	return scheme + "://" + user + url.UserPassword("", password.Reveal()).String() + "@" + rest
}

// split cuts by hand: net/url refuses several hosts with ports.
func (s StoreAt) split() (scheme, user, rest string) {
	scheme, rest, _ = strings.Cut(s.URL, "://")
	host, path, _ := strings.Cut(rest, "/")
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		return scheme, host[:at], strings.TrimSuffix(host[at+1:]+"/"+path, "/")
	}
	return scheme, "", rest
}

// blobs is the directory of evidence where SATARK_BLOBS names none.
func (s StoreAt) blobs() string {
	if s.Redis() {
		return filepath.Join("satark-data", "blobs")
	}
	return filepath.Join(s.Dir, "blobs")
}

func parseStore(v string) (StoreAt, error) {
	scheme, rest, ok := strings.Cut(v, ":")
	if !ok {
		return StoreAt{}, fault("names no kind of store", storeCure)
	}
	at, isRedis := StoreAt{URL: v}, true
	switch scheme {
	case "file":
		at, isRedis = StoreAt{Dir: strings.TrimPrefix(rest, "//")}, false
	case "redis", "rediss", "redis+sentinel", "redis+cluster":
	default:
		return StoreAt{}, fault(fmt.Sprintf("has the unknown kind %q", scheme), storeCure)
	}
	if !isRedis {
		if at.Dir == "" {
			return StoreAt{}, fault("names no directory", "write it as file:satark-data")
		}
		return at, nil
	}
	if !strings.HasPrefix(rest, "//") {
		return StoreAt{}, fault("lacks // after its kind", storeCure)
	}
	_, _, where := at.split()
	host, master, _ := strings.Cut(where, "/")
	if strings.Trim(host, ",") == "" {
		return StoreAt{}, fault("names no host", storeCure)
	}
	if scheme == "redis+sentinel" && master == "" {
		return StoreAt{}, fault("names no master after the sentinels", "write it as redis+sentinel://host,host/master")
	}
	return at, nil
}

const storeCure = "write it as file:DIR, redis://host:6379/0, rediss://host:6379/0, redis+sentinel://host,host/master or redis+cluster://host,host"
