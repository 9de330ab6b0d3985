-- Puts a person's key, wrapped anew, in the place of the old one.
-- KEYS: record
-- ARGV: old, wrap
-- Answers 1 when wrap is what is kept now.
local raw = redis.call('GET', KEYS[1])
if not raw then return 0 end
local version, size, at = string.match(raw, '^(%S*) (%d+) ()')
local kept = string.sub(raw, at, at + tonumber(size) - 1)
if kept ~= ARGV[1] and kept ~= ARGV[2] then return 0 end
local session = string.sub(raw, at + tonumber(size))
redis.call('SET', KEYS[1], version .. ' ' .. #ARGV[2] .. ' ' .. ARGV[2] .. session)
return 1
