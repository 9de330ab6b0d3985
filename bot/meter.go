package bot

import (
	"io"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// meter counts. No label names a person, a chat or anything they said.
type meter struct{ set *metrics.Set }

func newMeter() *meter { return &meter{metrics.NewSet()} }

// count adds one to a counter, named with its labels.
func (m *meter) count(name string) { m.set.GetOrCreateCounter(name).Inc() }

func (m *meter) took(name string, since time.Time) {
	m.set.GetOrCreateHistogram(name).UpdateDuration(since)
}

// lag is how long after its time something was sent.
func (m *meter) lag(d time.Duration) {
	m.set.GetOrCreateHistogram("satark_bot_send_lag_seconds").Update(d.Seconds())
}

func (m *meter) gauge(name string, read func() float64) { m.set.NewGauge(name, read) }

// WriteMetrics writes all metrics of the bot in Prometheus text format.
func (b *Bot) WriteMetrics(w io.Writer) { b.meter.set.WritePrometheus(w) }
