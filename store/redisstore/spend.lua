-- Takes one from an allowance (GCRA), if there is one to take. Times are in microseconds.
-- KEYS: allowance: when it will be full again, and the operation that took last
-- ARGV: now, every, burst, op, milliseconds it is kept beyond being full
-- Answers 0, or how long until there is one to take.
local now, every, burst, op = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local full = now
local kept = redis.call('GET', KEYS[1])
if kept then
  local at, last = string.match(kept, '^(%S+) (%S+)$')
  if last == op then return 0 end
  -- No allowance is emptier than empty, whatever another clock said.
  full = math.min(math.max(tonumber(at), now), now + every * burst)
end
local wait = full + every - every * burst - now
if wait > 0 then return math.ceil(wait) end
full = full + every
local px = math.ceil((full - now) / 1000) + tonumber(ARGV[5])
redis.call('SET', KEYS[1], string.format('%.0f %s', full, op), 'PX', string.format('%.0f', px))
return 0
