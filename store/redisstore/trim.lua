-- Removes some reports of a person and the first lines of the transcript, once.
-- KEYS: reports, lines, tally, the key that says that it was done
-- ARGV: op, seconds that is kept, how many lines, then the numbers
local reports, lines, tally, done = unpack(KEYS)
if redis.call('GET', done) == ARGV[1] then return 0 end
local n = math.min(tonumber(ARGV[3]), redis.call('LLEN', lines))
if n > 0 then
  redis.call('LTRIM', lines, n, -1)
  redis.call('HINCRBY', tally, 'lines', -n)
end
local gone = 0
for i = 4, #ARGV do gone = gone + redis.call('HDEL', reports, ARGV[i]) end
if gone > 0 then redis.call('HINCRBY', tally, 'reports', -gone) end
redis.call('SET', done, ARGV[1], 'EX', ARGV[2])
return 1
