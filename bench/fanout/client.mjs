// Opens many subscribed sockets to one server, makes changes, and times every delivery.
// usage: node client.mjs WS_URL AUTHORIZATION REDIS_URL STREAM ENTRY_JSON SOCKETS SINGLES BURST 
// Says where it is in one word a line, and ends with a line of JSON.
import { Redis } from "ioredis";
import WebSocket from "ws";

const [url, authorization, redisUrl, stream, entryJson, ...counts] = process.argv.slice(2);
const [sockets, singles, burst] = counts.map(Number);
const entry = JSON.parse(entryJson);
const redis = new Redis(redisUrl);
const query = `subscription { assetEvents { revision cursor kind assetId at
  asset { id revision title filename status kind width height placeholder thumbnail { url width height } } } }`;
// The event's own revision stands before the asset's.
const REVISION = /"revision":\s*(\d+)/;

let revision = 1000;
let deliveries = [];
let expected = Infinity;
let allThere = () => {};
const began = new Map();

function received(data) {
  const found = REVISION.exec(data.toString("latin1"));
  if (!found) return;
  deliveries.push(performance.now() - began.get(Number(found[1])));
  if (deliveries.length === expected) allThere();
}

function connect() {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, "graphql-transport-ws", { perMessageDeflate: false });
    socket.on("error", reject);
    socket.on("close", (code) => reject(new Error(`closed with ${code}`)));
    socket.on("open", () => socket.send(JSON.stringify({ type: "connection_init", payload: { authorization } })));
    socket.once("message", () => {
      socket.on("message", received);
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query } }));
      resolve();
    });
  });
}

function change(client) {
  revision += 1;
  began.set(revision, performance.now());
  client.xadd(stream, "*", ...Object.entries({ ...entry, revision: String(revision) }).flat());
}

// Resolves with what arrived, when so many deliveries came or the time is over.
async function deliver(count, within, act) {
  deliveries = [];
  expected = count;
  const start = performance.now();
  const enough = new Promise((resolve) => (allThere = resolve));
  act();
  let timer;
  await Promise.race([enough, new Promise((resolve) => (timer = setTimeout(resolve, within)))]);
  clearTimeout(timer);
  return { milliseconds: performance.now() - start, latencies: deliveries };
}

// The driver looks at the server's CPU time and memory at each of these words.
const say = (word) => process.stdout.write(`${word}\n`);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const single = () => deliver(sockets, 5000, () => change(redis));

for (let made = 0; made < sockets; made += 50)
  await Promise.all(Array.from({ length: Math.min(50, sockets - made) }, connect));
await pause(500);
say("connected");
for (let warm = 0; warm < 5; warm += 1) {
  await single();
  await pause(50);
}
const latencies = [];
const last = [];
for (let made = 0; made < singles; made += 1) {
  const told = await single();
  latencies.push(...told.latencies);
  last.push(Math.max(...told.latencies));
  await pause(30);
}
say("told");
await pause(300);
const flood = await deliver(sockets * burst, 60000, () => {
  const pipeline = redis.pipeline();
  for (let made = 0; made < burst; made += 1) change(pipeline);
  pipeline.exec();
});
say("flooded");
const per = { delivered: flood.latencies.length, milliseconds: flood.milliseconds };
process.stdout.write(`${JSON.stringify({ latencies, last, burst: per })}\n`, () => process.exit(0));
