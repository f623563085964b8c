// Follows the log with the reference client of a protocol, and prints an event a line until so many have come:
// node follow.mjs ws|sse URL TOKEN AFTER COUNT
import { createClient as overSse } from "graphql-sse";
import { createClient as overWs } from "graphql-ws";
import WebSocket from "ws";

const [protocol, url, token, after, count] = process.argv.slice(2);
const query = "subscription ($after: LogPosition) { changes(after: $after) { position caughtUp events { id type sequence } } }";
const authorization = `Bearer ${token}`;
const client =
  protocol === "ws"
    ? overWs({ url: url.replace(/^http/, "ws"), webSocketImpl: WebSocket, connectionParams: { authorization } })
    : overSse({ url, headers: { authorization } });

// What the client sends again when it has to connect again: so it goes on where it was.
const variables = { after: Number(after) };
let left = Number(count);
for await (const { data, errors } of client.iterate({ query, variables })) {
  if (errors) throw new Error(JSON.stringify(errors));
  for (const event of data.changes.events) {
    console.log(JSON.stringify({ type: event.type, sequence: Number(event.sequence), id: event.id }));
    left -= 1;
  }
  variables.after = data.changes.position;
  if (data.changes.caughtUp) console.error(`caught up at ${variables.after}`);
  if (left <= 0) break;
}
client.dispose?.();
