-- A sign of life of one process, and who is dead.
-- KEYS: owners
-- ARGV: owner, now, until, op, place, then name and end of each whose leases were all freed
-- An owner's entry: since, until, its end ("-" while it lives), place. Of two owners the
-- one that was entered later has the later since, whatever their clocks say.
-- Answers how many live, whether this one has lived longest, whether it is registered, and
-- then name and end of each that is dead and whose leases have still to be freed.
local owners = KEYS[1]
local me, now, till, op, here = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]

local function read(entry)
  local since, til, over, place = string.match(entry, '^(%S+) (%S+) (%S+) (.*)$')
  return { since = tonumber(since), till = tonumber(til), over = over, place = place }
end

for i = 6, #ARGV, 2 do
  local entry = redis.call('HGET', owners, ARGV[i])
  if entry and read(entry).over == ARGV[i + 1] then redis.call('HDEL', owners, ARGV[i]) end
end

local since, last, registered, dead = nil, 0, 1, {}
local others = {} -- since of each
local all = redis.call('HGETALL', owners)
for i = 1, #all, 2 do
  local name, o = all[i], read(all[i + 1])
  last = math.max(last, o.since)
  local late = o.till <= now or (o.place ~= '' and o.place == here)
  if o.over == '-' and name ~= me and late then
    o.over = op
    redis.call('HSET', owners, name, string.format('%.0f %.0f %s %s', o.since, o.till, op, o.place))
  end
  if o.over ~= '-' then
    dead[#dead + 1] = name
    dead[#dead + 1] = o.over
    if name == me then registered = 0 end
  elseif name == me then
    since = o.since
  else
    others[#others + 1] = o.since
  end
end
if not since then since = math.max(now, last + 1) end
if registered == 1 then
  redis.call('HSET', owners, me, string.format('%.0f %s - %s', since, till, here))
end

local first = registered
for _, one in ipairs(others) do
  if one < since then first = 0 end
end
return { #others + registered, first, registered, unpack(dead) }
