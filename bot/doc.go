// Package bot is the edge to Telegram, and the only package that knows it.
//
// An update comes in by webhook or by polling, takes its place in the lane of
// its chat, is freed of secrets, answered by the dialogue, and committed: the
// new session, the transcript, the reports and every message to be sent, all
// or nothing. Only then is it acknowledged. What was committed is sent by one
// sender that shares Telegram's limits among all chats, and marked done.
//
//	webhook, polling ─► lane ─► turn ─► Store.Commit ─► sender ─► marks
//	                                                     ▲
//	                          sweeper: what is due, or was left by a crash
//
// What is promised:
//
//   - An update is acknowledged when its turn is committed, when it was
//     committed before, or when it is parked as poison where an operator sees
//     it. While the store is away nothing is acknowledged, so that Telegram
//     sends it again.
//   - Turns of one chat happen one after another in the order they arrived;
//     different chats run in parallel.
//   - The next message of a chat goes out when it is written down that the one
//     before did. So a kill doubles one message of a chat at most: a repeated
//     question is better than silence. The same holds for a send whose answer
//     was lost on the way.
//   - What Telegram refuses for good, and what failed for more than a day, is
//     parked where an operator sees it before it is marked as done. What is for
//     a person who blocked the bot is dropped: they said no.
//   - Many processes may share a store. Each gives signs of life, and sends only
//     what it has leased and only while the others believe that it lives. The
//     one that has lived longest polls, or sets the webhook; any takes updates
//     that it is called with. Together they keep to one rate.
//   - A stop takes 10 s at most, whatever hangs. What was committed and not sent
//     is given back to the store, for the others or the next start.
//   - Answers to button presses and typing marks are sent at once, once, and
//     not kept: they are worthless a minute later.
//   - The bot's token appears in no error, log or metric, and no file link
//     leaves the process: files are fetched by us.
package bot
