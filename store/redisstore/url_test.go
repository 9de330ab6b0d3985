package redisstore

import (
	"errors"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

func TestParseURL(t *testing.T) {
	tests := []struct {
		text string
		want address
	}{
		{"redis://localhost", address{hosts: []string{"localhost:6379"}}},
		{"redis://10.0.0.1:7000/3", address{hosts: []string{"10.0.0.1:7000"}, db: 3}},
		{"redis://[::1]", address{hosts: []string{"[::1]:6379"}}},
		{"rediss://[fe80::2]:7000/", address{hosts: []string{"[fe80::2]:7000"}, tls: true}},
		{"redis://:p%40ss@h", address{hosts: []string{"h:6379"}, user: url.UserPassword("", "p@ss")}},
		{"redis://u:a@b@h:1", address{hosts: []string{"h:1"}, user: url.UserPassword("u", "a@b")}},
		{"redis+sentinel://a,b:1,c/main", address{hosts: []string{"a:26379", "b:1", "c:26379"}, master: "main"}},
		{
			"rediss+sentinel://u:p@a,b/main/2?sentinel_user=s&sentinel_password=q",
			address{
				hosts: []string{"a:26379", "b:26379"}, master: "main", db: 2, tls: true,
				user: url.UserPassword("u", "p"), sentinel: url.UserPassword("s", "q"),
			},
		},
		{"redis+cluster://a:7000,b:7001,[::1]:7002", address{hosts: []string{"a:7000", "b:7001", "[::1]:7002"}, cluster: true}},
		{"rediss+cluster://a", address{hosts: []string{"a:6379"}, cluster: true, tls: true}},
	}
	for _, tt := range tests {
		got, err := parseURL(tt.text)
		if err != nil || !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %+v, %v", tt.text, got, err)
		}
	}
}

func TestURLsThatAreNot(t *testing.T) {
	tests := []struct{ text, says string }{
		{"", "no scheme"},
		{"localhost:6379", "no scheme"},
		{"http://h", "scheme is none of"},
		{"redis+other://h", "scheme is none of"},
		{"redis://", "host 1: is empty"},
		{"redis://h:0", "1 to 65535"},
		{"redis://h:secret", "1 to 65535"},
		{"redis://h:70000", "1 to 65535"},
		{"redis://::1", "IPv6 in brackets"},
		{"redis://h:1:2", "IPv6 in brackets"},
		{"redis://:1", "is not host"},
		{"redis://a,b", "several hosts need"},
		{"redis://h/x", "not a number"},
		{"redis://h/-1", "not a number"},
		{"redis://h?pool=1", `no setting "pool"`},
		{"redis://h?%zz", "malformed"},
		{"redis://u%zz:secret@h", "percent-encoded"},
		{"redis+sentinel://a,b", "master's name"},
		{"redis+sentinel://a,,b/m", "host 2: is empty"},
		{"redis+cluster://a/1", "no database"},
		{"redis+cluster://a?sentinel_user=x", "no setting"},
	}
	for _, tt := range tests {
		_, err := parseURL(tt.text)
		if !errors.Is(err, ErrURL) || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: %v; want it to say %q", tt.text, err, tt.says)
		}
	}
}

func FuzzParseURL(f *testing.F) {
	f.Add("redis://u:p@h:1/2")
	f.Add("redis+sentinel://a,b/m?sentinel_password=x")
	f.Add("rediss+cluster://[::1]:1,b")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := parseURL(text)
		if err != nil {
			if !errors.Is(err, ErrURL) {
				t.Errorf("the error is %v", err)
			}
			return
		}
		if len(a.hosts) == 0 || (a.cluster && a.master != "") || a.db < 0 {
			t.Errorf("%q is read as %+v", text, a)
		}
	})
}
