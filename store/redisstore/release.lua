-- Leaves a report number taken, by nobody, unless another person holds it.
-- KEYS: claim
-- ARGV: person
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= '' and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], '')
return 1
