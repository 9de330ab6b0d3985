-- Keeps a value if there is none yet. It writes either way: what waits for replicas then
-- waits for the first writing too.
-- KEYS: claim or meta
-- ARGV: value
-- Answers what is kept.
local kept = redis.call('GET', KEYS[1]) or ARGV[1]
redis.call('SET', KEYS[1], kept)
return kept
