// The peer: graphql-ws on Node, written the way its own documentation shows it.
// usage: node peer.mjs PORT REDIS_URL STREAM ASSET_JSON
// Reads the same Redis stream as our API does, and tells every subscriber. It knows its one asset by heart, where our
// API reads it from PostgreSQL for each change: that is in the peer's favour.
import { buildSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { Redis } from "ioredis";
import { WebSocketServer } from "ws";

const [port, redisUrl, stream, assetJson] = process.argv.slice(2);
const asset = JSON.parse(assetJson);

const schema = buildSchema(`
  type Rendition { url: String! width: Int height: Int }
  type Asset { id: ID! revision: Int! title: String! filename: String! status: String! kind: String!
               width: Int height: Int placeholder: String thumbnail: Rendition }
  type AssetEvent { revision: Int! cursor: String! kind: String! assetId: ID! at: String! asset: Asset }
  type Query { ok: Boolean }
  type Subscription { assetEvents(after: String): AssetEvent! }
`);

const listeners = new Set();

async function* events() {
  const waiting = [];
  let wake;
  const listener = (event) => {
    waiting.push(event);
    wake?.();
  };
  listeners.add(listener);
  try {
    for (;;) {
      while (waiting.length) yield { assetEvents: waiting.shift() };
      await new Promise((resolve) => (wake = resolve));
    }
  } finally {
    listeners.delete(listener);
  }
}

async function follow() {
  const redis = new Redis(redisUrl);
  let place = "$";
  for (;;) {
    const answer = await redis.xread("COUNT", 100, "BLOCK", 5000, "STREAMS", stream, place);
    for (const [id, flat] of answer?.[0]?.[1] ?? []) {
      place = id;
      const entry = Object.fromEntries(flat.flatMap((value, at) => (at % 2 ? [] : [[value, flat[at + 1]]])));
      const revision = Number(entry.revision);
      const event = { revision, cursor: id, kind: entry.kind, assetId: asset.id, at: entry.at, asset };
      for (const listener of listeners) listener(event);
    }
  }
}

useServer(
  { schema, roots: { subscription: { assetEvents: events } }, onConnect: ({ connectionParams }) => Boolean(connectionParams?.authorization) },
  new WebSocketServer({ port: Number(port), host: "127.0.0.1", path: "/graphql" }),
);
follow();
