package sqlitestore

import (
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"hash/crc32"

	"modernc.org/sqlite"
)

// Each row carries a sum of what was written into it, so that Check finds a byte that the
// disk has changed, without any key: SQLite itself looks at the structure only. What
// is sealed is guarded once more when it is opened.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("rowsum", -1, rowSum)
}

// rowSum is the SQL function rowsum(column, …): CRC-32C of the values, each with its kind
// and length before it, so that no two different rows have the same text.
func rowSum(_ *sqlite.FunctionContext, columns []driver.Value) (driver.Value, error) {
	table := crc32.MakeTable(crc32.Castagnoli) // made once by the library
	sum := uint32(0)
	var head [9]byte
	for _, column := range columns {
		var body []byte
		switch v := column.(type) {
		case int64:
			head[0] = 'i'
			binary.BigEndian.PutUint64(head[1:], uint64(v))
		case string:
			body = []byte(v)
			head[0] = 's'
			binary.BigEndian.PutUint64(head[1:], uint64(len(v)))
		case []byte:
			body = v
			head[0] = 'b'
			binary.BigEndian.PutUint64(head[1:], uint64(len(v)))
		default:
			return nil, fmt.Errorf("sqlitestore: no sum of a %T", v)
		}
		sum = crc32.Update(crc32.Update(sum, table, head[:]), table, body)
	}
	return int64(sum), nil
}
