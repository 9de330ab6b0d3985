-- All of one person, as of one moment, but for seen marks.
-- KEYS: record, lines, reports, line, side, due
-- ARGV: person
-- Answers nothing, or the record, the lines, the reports (number, report, …) and the
-- deliveries (id, "line" or "side", when to act, tries, delivery, …).
local record, lines, reports, line, side, due = unpack(KEYS)
local person = ARGV[1]
local raw = redis.call('GET', record)
if not raw then return {} end

local items = {}
local function add(box, lane, slotOf)
  local all = redis.call('HGETALL', box)
  for i = 1, #all, 2 do
    local tries, at = string.match(all[i + 1], '^(%d+) ()')
    items[#items + 1] = all[i]
    items[#items + 1] = lane
    items[#items + 1] = redis.call('ZSCORE', due, slotOf(all[i])) or '0'
    items[#items + 1] = tries
    items[#items + 1] = string.sub(all[i + 1], at)
  end
end
add(line, 'line', function() return person end)
add(side, 'side', function(id) return person .. ':' .. id end)
return { raw, redis.call('LRANGE', lines, 0, -1), redis.call('HGETALL', reports), items }
