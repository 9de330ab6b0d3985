-- Removes what is kept of one person, but for seen marks.
-- KEYS: record, lines, reports, line, side, due, hold, tally
-- ARGV: person
local record, lines, reports, line, side, due, hold, tally = unpack(KEYS)
local person = ARGV[1]

local function less(name, n)
  if n > 0 then redis.call('HINCRBY', tally, name, -n) end
end
-- It writes even when there was nothing: what waits for replicas then waits for the first
-- forgetting too.
redis.call('HINCRBY', tally, 'persons', 0 - redis.call('EXISTS', record))
less('lines', redis.call('LLEN', lines))
less('reports', redis.call('HLEN', reports))
less('deliveries', redis.call('HLEN', line) + redis.call('HLEN', side))

local function free(slot)
  redis.call('ZREM', due, slot)
  redis.call('HDEL', hold, slot)
end
free(person)
for _, id in ipairs(redis.call('HKEYS', side)) do free(person .. ':' .. id) end
return redis.call('DEL', record, lines, reports, line, side)
