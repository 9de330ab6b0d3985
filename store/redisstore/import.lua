-- Writes all of one person in the place of what is kept, leased to nobody.
-- KEYS: record, lines, reports, line, side, due, hold, tally
-- ARGV: person, record, n, n lines, n, n times (number, report),
--       n, n times (id, "line" or "side", when to act, tries, delivery)
local record, lines, reports, line, side, due, hold, tally = unpack(KEYS)
local person = ARGV[1]
local count = {
  persons = -redis.call('EXISTS', record),
  lines = -redis.call('LLEN', lines),
  reports = -redis.call('HLEN', reports),
  deliveries = -redis.call('HLEN', line) - redis.call('HLEN', side),
}
local function free(slot)
  redis.call('ZREM', due, slot)
  redis.call('HDEL', hold, slot)
end
free(person)
for _, id in ipairs(redis.call('HKEYS', side)) do free(person .. ':' .. id) end
redis.call('DEL', record, lines, reports, line, side)

local at = 3
local function take()
  at = at + 1
  return ARGV[at - 1]
end
local function more(name, n) count[name] = count[name] + n end

redis.call('SET', record, ARGV[2])
more('persons', 1)
for _ = 1, tonumber(take()) do
  redis.call('RPUSH', lines, take())
  more('lines', 1)
end
for _ = 1, tonumber(take()) do
  local number = take()
  more('reports', redis.call('HSET', reports, number, take()))
end
for _ = 1, tonumber(take()) do
  local id, lane, when, tries, sealed = take(), take(), take(), take(), take()
  if lane == 'line' then
    more('deliveries', redis.call('HSET', line, id, tries .. ' ' .. sealed))
    redis.call('ZADD', due, 'GT', when, person)
  else
    more('deliveries', redis.call('HSET', side, id, tries .. ' ' .. sealed))
    redis.call('ZADD', due, when, person .. ':' .. id)
  end
end
for name, n in pairs(count) do
  if n ~= 0 then redis.call('HINCRBY', tally, name, n) end
end
return 1
