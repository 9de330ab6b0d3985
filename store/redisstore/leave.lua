-- The end of one process: its entry says so until its leases are freed.
-- KEYS: owners
-- ARGV: owner, now, op
-- Answers the end under which they are to be freed.
local owners, me, now, op = KEYS[1], ARGV[1], ARGV[2], ARGV[3]
local entry = redis.call('HGET', owners, me)
if entry then
  local over = string.match(entry, '^%S+ %S+ (%S+)')
  if over ~= '-' then return over end
end
redis.call('HSET', owners, me, now .. ' ' .. now .. ' ' .. op .. ' ')
return op
