-- Frees what dead processes hold in one partition, once for each end of each.
-- KEYS: due, hold, then for each the key that says that it was done
-- ARGV: now, seconds that is kept, then name and end of each
-- Answers how many slots were freed.
local due, hold, now = KEYS[1], KEYS[2], ARGV[1]
local dead, any, freed = {}, false, 0
for i = 3, #KEYS do
  local name, over = ARGV[2 * i - 3], ARGV[2 * i - 2]
  if redis.call('GET', KEYS[i]) ~= over then
    redis.call('SET', KEYS[i], over, 'EX', ARGV[2])
    dead[name], any = true, true
  end
end
if not any then return 0 end
local all = redis.call('HGETALL', hold)
for i = 1, #all, 2 do
  local owner = string.match(all[i + 1], '^(%S*) ')
  if owner and dead[owner] then
    redis.call('HDEL', hold, all[i])
    redis.call('ZADD', due, 'XX', 'LT', now, all[i])
    freed = freed + 1
  end
end
return freed
