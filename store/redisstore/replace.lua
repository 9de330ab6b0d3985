-- Puts a value in the place of the old one.
-- KEYS: meta
-- ARGV: old, value
-- Answers 1 when value is what is kept now.
local kept = redis.call('GET', KEYS[1])
if not kept or (kept ~= ARGV[1] and kept ~= ARGV[2]) then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1
