package redisstore

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// ErrURL says that a store URL is not one. The error names the fault, never the URL:
// it may hold a password.
var ErrURL = errors.New("redisstore: bad store URL")

// address is a parsed store URL.
type address struct {
	hosts    []string // host:port
	user     *url.Userinfo
	master   string // with Sentinel
	cluster  bool
	tls      bool
	db       int
	sentinel *url.Userinfo // credentials of the Sentinels themselves
}

// parseURL reads
//
//	redis://[user:password@]host[:6379][/db]
//	redis+sentinel://[user:password@]host[:26379],host…/master[/db]
//	redis+cluster://[user:password@]host[:6379],host…
//
// and the same with rediss for TLS. Sentinels with a password of their own take
// ?sentinel_user=…&sentinel_password=….
func parseURL(text string) (address, error) {
	scheme, rest, ok := strings.Cut(text, "://")
	if !ok {
		return address{}, fmt.Errorf("%w: no scheme such as redis://", ErrURL)
	}
	rest, query, _ := strings.Cut(rest, "?")
	authority, path, _ := strings.Cut(rest, "/")
	a := address{tls: strings.HasPrefix(scheme, "rediss")}
	port, err := a.setKind(scheme, path)
	if err != nil {
		return address{}, err
	}
	if err := a.setAuthority(authority, port); err != nil {
		return address{}, err
	}
	if !a.cluster && a.master == "" && len(a.hosts) > 1 {
		return address{}, fmt.Errorf("%w: several hosts need redis+sentinel:// or redis+cluster://", ErrURL)
	}
	return a, a.setQuery(query)
}

// setKind reads scheme and path, and returns the port of a host without one.
func (a *address) setKind(scheme, path string) (port string, err error) {
	switch strings.TrimPrefix(strings.TrimPrefix(scheme, "rediss"), "redis") {
	case "":
		return "6379", a.setDB(path)
	case "+sentinel":
		master, db, _ := strings.Cut(path, "/")
		if a.master, err = url.PathUnescape(master); err != nil || master == "" {
			return "", fmt.Errorf("%w: redis+sentinel:// needs the master's name after the hosts", ErrURL)
		}
		return "26379", a.setDB(db)
	case "+cluster":
		if a.cluster = true; path != "" {
			return "", fmt.Errorf("%w: a cluster has no database number", ErrURL)
		}
		return "6379", nil
	}
	return "", fmt.Errorf("%w: the scheme is none of redis, rediss, redis+sentinel, redis+cluster", ErrURL)
}

func (a *address) setDB(text string) (err error) {
	if text == "" {
		return nil
	}
	if a.db, err = strconv.Atoi(text); err != nil || a.db < 0 {
		return fmt.Errorf("%w: the database is not a number", ErrURL)
	}
	return nil
}

func (a *address) setAuthority(authority, port string) error {
	hosts := authority
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		hosts = authority[at+1:]
		user, err := userinfo(authority[:at])
		if err != nil {
			return err
		}
		a.user = user
	}
	for i, host := range strings.Split(hosts, ",") {
		addr, err := hostPort(host, port)
		if err != nil {
			return fmt.Errorf("%w: host %d: %s", ErrURL, i+1, err)
		}
		a.hosts = append(a.hosts, addr)
	}
	return nil
}

func userinfo(text string) (*url.Userinfo, error) {
	name, password, _ := strings.Cut(text, ":")
	name, err1 := url.PathUnescape(name)
	password, err2 := url.PathUnescape(password)
	if err1 != nil || err2 != nil {
		return nil, fmt.Errorf("%w: user and password must be percent-encoded", ErrURL)
	}
	return url.UserPassword(name, password), nil
}

// hostPort completes a host with a port. Its errors do not repeat the host.
func hostPort(host, port string) (string, error) {
	if host == "" {
		return "", errors.New("is empty")
	}
	name := strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if !strings.Contains(host, ":") || (net.ParseIP(name) != nil && name != host) {
		return net.JoinHostPort(name, port), nil
	}
	name, port, err := net.SplitHostPort(host)
	if err != nil || name == "" {
		return "", errors.New("is not host or host:port (IPv6 in brackets)")
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return "", errors.New("has a port that is not 1 to 65535")
	}
	return net.JoinHostPort(name, port), nil
}

func (a *address) setQuery(text string) error {
	q, err := url.ParseQuery(text)
	if err != nil {
		return fmt.Errorf("%w: the part after ? is malformed", ErrURL)
	}
	for key := range q {
		if a.master == "" || (key != "sentinel_user" && key != "sentinel_password") {
			return fmt.Errorf("%w: no setting %q with this scheme", ErrURL, key)
		}
	}
	if len(q) > 0 {
		a.sentinel = url.UserPassword(q.Get("sentinel_user"), q.Get("sentinel_password"))
	}
	return nil
}

// options are the client's options for the address.
func (a address) options(opt Options) *redis.UniversalOptions {
	o := &redis.UniversalOptions{
		Addrs: a.hosts, MasterName: a.master, IsClusterMode: a.cluster, DB: a.db,
		ContextTimeoutEnabled: true,
		ReadTimeout:           opt.Timeout, WriteTimeout: opt.Timeout, PoolTimeout: opt.Timeout,
		// Each try of the client dials once: more is no better, and takes longer.
		DialTimeout: opt.Timeout, DialerRetries: 1,
		PoolSize: opt.Connections,
	}
	if a.tls {
		o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if a.user != nil {
		o.Username = a.user.Username()
		o.Password, _ = a.user.Password()
	}
	if a.sentinel != nil {
		o.SentinelUsername = a.sentinel.Username()
		o.SentinelPassword, _ = a.sentinel.Password()
	}
	return o
}
