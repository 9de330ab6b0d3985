-- Commits a turn of one person, whole or not at all.
-- KEYS: record, seen, lines, reports, line, side, due, hold, tally
-- ARGV: op, before, after, now, until, owner, seconds the mark is kept, until when it is,
--       person, wrapped key, session, n, n lines, n, n times (number, report),
--       n, n times (id, "line" or "side", due, delivery)
-- Answers "done 1" or "done 0" (is the line leased?), "seen" or "stale".
local record, seen, lines, reports, line, side, due, hold, tally = unpack(KEYS)
local op, before, after = ARGV[1], ARGV[2], ARGV[3]
local now, till, owner = tonumber(ARGV[4]), tonumber(ARGV[5]), ARGV[6]
local person, wrap = ARGV[9], ARGV[10]

-- A mark: the operation, whether the line was leased, and until when it is kept. A repeat
-- writes it again: what waits for replicas then waits for the first writing too.
local mark = redis.call('GET', seen)
if mark then
  redis.call('SET', seen, mark, 'KEEPTTL')
  local first, was = string.match(mark, '^(%S*) (%S+)')
  if first == op then return 'done ' .. was end
  return 'seen'
end

-- A record: the version, the length of the wrapped key, and both of them, then the session.
local kept = redis.call('GET', record) or ''
if string.match(kept, '^(%S*)') ~= before then return 'stale' end
if before ~= '' then
  local size, from = string.match(kept, '^%S* (%d+) ()')
  wrap = string.sub(kept, from, from + tonumber(size) - 1)
end

local at = 12
local function take()
  at = at + 1
  return ARGV[at - 1]
end

redis.call('SET', record, after .. ' ' .. #wrap .. ' ' .. wrap .. ARGV[11])
if before == '' then redis.call('HINCRBY', tally, 'persons', 1) end

local n = tonumber(take())
for _ = 1, n do redis.call('RPUSH', lines, take()) end
if n > 0 then redis.call('HINCRBY', tally, 'lines', n) end

for _ = 1, tonumber(take()) do
  local number = take()
  local new = redis.call('HSET', reports, number, take())
  if new > 0 then redis.call('HINCRBY', tally, 'reports', new) end
end

-- New deliveries in line never overtake what another holds or what waits there.
local function join()
  local score = redis.call('ZSCORE', due, person)
  if not score then
    redis.call('ZADD', due, till, person)
    redis.call('HSET', hold, person, owner .. ' ')
    return '1'
  end
  local held = redis.call('HGET', hold, person)
  if tonumber(score) <= now or not held then return '0' end
  if string.sub(held, 1, #owner + 1) ~= owner .. ' ' then return '0' end
  for _, one in ipairs(redis.call('HVALS', line)) do
    if string.sub(one, 1, 2) == '0 ' then return '0' end
  end
  redis.call('ZADD', due, 'GT', till, person)
  return '1'
end

local function add(id, when)
  local slot = person .. ':' .. id
  if when > now then
    redis.call('ZADD', due, when, slot)
    return '0'
  end
  redis.call('ZADD', due, till, slot)
  redis.call('HSET', hold, slot, owner .. ' ')
  return '1'
end

local leased = '0'
local asked = false
n = tonumber(take())
for _ = 1, n do
  local id, lane, when, sealed = take(), take(), tonumber(take()), take()
  if lane == 'line' then
    if not asked then leased, asked = join(), true end
    redis.call('HSET', line, id, leased .. ' ' .. sealed)
  else
    redis.call('HSET', side, id, add(id, when) .. ' ' .. sealed)
  end
end
if n > 0 then redis.call('HINCRBY', tally, 'deliveries', n) end

redis.call('SET', seen, op .. ' ' .. leased .. ' ' .. ARGV[8], 'EX', ARGV[7])
return 'done ' .. leased
