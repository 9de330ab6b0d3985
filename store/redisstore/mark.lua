-- Says what became of deliveries of one person.
-- KEYS: line, side, due, hold, tally
-- ARGV: person, owner, now, then for each delivery its id and "" (done) or when to try again
-- Answers how many were there.
local line, side, due, hold, tally = unpack(KEYS)
local person, owner, now = ARGV[1], ARGV[2], ARGV[3]
local known, gone, back, touched = 0, 0, nil, false

local function free(slot)
  redis.call('ZREM', due, slot)
  redis.call('HDEL', hold, slot)
end

local function giveBack(slot, at)
  local held = redis.call('HGET', hold, slot)
  if not held or string.sub(held, 1, #owner + 1) ~= owner .. ' ' then return end
  redis.call('ZADD', due, at, slot)
  redis.call('HDEL', hold, slot)
end

for i = 4, #ARGV, 2 do
  local id, again = ARGV[i], ARGV[i + 1]
  if again == '' then
    if redis.call('HDEL', line, id) == 1 then
      gone, touched = gone + 1, true
    elseif redis.call('HDEL', side, id) == 1 then
      gone = gone + 1
      free(person .. ':' .. id)
    end
  elseif redis.call('HEXISTS', line, id) == 1 then
    known, back = known + 1, math.max(back or 0, tonumber(again))
  elseif redis.call('HEXISTS', side, id) == 1 then
    known = known + 1
    giveBack(person .. ':' .. id, again)
  end
end

-- What was never leased begins with "0 ".
local function anyLeased(kept)
  for _, one in ipairs(kept) do
    if string.sub(one, 1, 2) ~= '0 ' then return true end
  end
  return false
end

if touched then
  local kept = redis.call('HVALS', line)
  if #kept == 0 then
    free(person)
  elseif not anyLeased(kept) then
    redis.call('ZADD', due, now, person)
    redis.call('HDEL', hold, person)
  end
end
if back then giveBack(person, back) end
if gone > 0 then redis.call('HINCRBY', tally, 'deliveries', -gone) end
return known + gone
