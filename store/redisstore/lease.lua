-- Leases one slot, if it is due or was leased by this very operation.
-- KEYS: record, line or side, due, hold
-- ARGV: slot, id of the delivery or "" for a line, now, until, owner, op
-- Answers nothing, or the record and then id, tries and delivery of each, in order.
local record, box, due, hold = unpack(KEYS)
local slot, id, now, till = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local mine = ARGV[5] .. ' ' .. ARGV[6]

local score = redis.call('ZSCORE', due, slot)
if not score then return {} end
local again = redis.call('HGET', hold, slot) == mine
if not again and tonumber(score) > now then return {} end

local ids = { id }
if id == '' then
  ids = redis.call('HKEYS', box)
  table.sort(ids)
end
local out = { redis.call('GET', record) or '' }
for _, one in ipairs(ids) do
  local kept = redis.call('HGET', box, one)
  if kept then
    local at = string.find(kept, ' ', 1, true)
    local tries, sealed = tonumber(string.sub(kept, 1, at - 1)), string.sub(kept, at + 1)
    if again then
      tries = tries - 1
    else
      redis.call('HSET', box, one, (tries + 1) .. ' ' .. sealed)
    end
    out[#out + 1] = one
    out[#out + 1] = tostring(tries)
    out[#out + 1] = sealed
  end
end
if #out == 1 then
  redis.call('ZREM', due, slot)
  redis.call('HDEL', hold, slot)
  return {}
end
if not again then
  redis.call('ZADD', due, till, slot)
  redis.call('HSET', hold, slot, mine)
end
return out
