-- Drops the entry of a process whose leases were all freed.
-- KEYS: owners
-- ARGV: owner, its end
local entry = redis.call('HGET', KEYS[1], ARGV[1])
if entry and string.match(entry, '^%S+ %S+ (%S+)') == ARGV[2] then
  return redis.call('HDEL', KEYS[1], ARGV[1])
end
return 0
