// Package sandbox is a Bot API server of our own, with pretend citizens in front
// of it and faults on demand. The demo, the talk in the terminal, the benchmark
// and the tests run on it; nothing leaves the machine.
//
// It is strict where the real server is: a request is held against the part of
// the API that we use (api.json), HTML is parsed into entities, lengths are
// counted in UTF-16 units after parsing, and a refusal has Telegram's wording.
// It is stricter in a few places, so that mistakes are seen in a test and not in
// production: an unknown parameter or field is refused (Telegram ignores it), a
// button with two actions is refused, a parameter of the wrong JSON type is
// refused even where Telegram would read it as zero, and lengths for which we know
// no wording of the server's are held to. Those descriptions begin with
// "Bad Request: sandbox:".
//
// Updates reach the bot as they do from Telegram. With getUpdates a lower offset
// is confirmed by a higher one. With a webhook each chat is a queue with one
// request under way, button presses are queues of their own by user, any 2xx
// acknowledges, a failure is tried again at once and then after 2, 4, 8 … s up
// to 60–120 s, and Retry-After is honoured. Messages wait for 24 hours, presses
// for 150 s. (Behaviour: tdlib/telegram-bot-api v10.0.)
//
// What goes wrong on purpose is in Faults: the next calls, or a share of all calls and
// updates that is drawn from a seed (Odds).
//
// What it does not do: groups, channels, inline mode, MarkdownV2, files by URL,
// and calls made in the answer to a webhook request.
package sandbox
