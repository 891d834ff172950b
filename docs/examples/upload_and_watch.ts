// Upload files and watch each become ready; a socket that is cut is resumed from its cursor. Node 22.18 or later,
// nothing to install:  VITRINE_KEY="$(cat .vitrine/owner-key)" node upload_and_watch.ts photo.jpg another.heic
import { readFileSync } from "node:fs";
import { basename } from "node:path";

const url = `${process.env.VITRINE_URL ?? "http://127.0.0.1:8000"}/graphql`;
const authorization = `Bearer ${process.env.VITRINE_KEY}`;
const waiting = new Set<string>();
const ended = new Set<string>();
let sent = false;

async function ask(query: string, variables: object = {}): Promise<any> {
  const headers = { authorization, "content-type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = (await answer.json()) as any;
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

function watch(after: string): void {
  const socket = new WebSocket(url.replace("http", "ws"), "graphql-transport-ws");
  const query = `subscription ($after: String) { assetEvents(after: $after) {
    cursor kind assetId progress { step } asset { filename failure { message } } } }`;
  socket.onopen = () => socket.send(JSON.stringify({ type: "connection_init", payload: { authorization } }));
  socket.onclose = () => setTimeout(watch, 1000, after);
  socket.onmessage = async ({ data }) => {
    const { type, payload } = JSON.parse(data);
    if (type === "connection_ack")
      socket.send(JSON.stringify({ id: "1", type: "subscribe", payload: { query, variables: { after } } }));
    if (type !== "next") return;
    const { cursor, kind, assetId, asset, progress } = payload.data.assetEvents;
    after = cursor;
    console.log(kind, asset?.filename ?? "", progress?.step ?? "", asset?.failure?.message ?? "");
    if (["READY", "FAILED", "REMOVED"].includes(kind)) ended.add(assetId);
    if (kind === "RESYNC") await look(); // what happened meanwhile cannot be told
    if (sent && [...waiting].every((id) => ended.has(id))) process.exit();
  };
}

async function look(): Promise<void> {
  for (const id of waiting) {
    const { asset } = await ask("query ($id: ID!) { asset(id: $id) { status } }", { id });
    if (!asset || ["READY", "FAILED"].includes(asset.status)) ended.add(id);
  }
}

watch((await ask("{ assets(first: 1) { liveCursor } }")).assets.liveCursor);
const files = process.argv.slice(2).map((path) => ({ filename: basename(path), bytes: readFileSync(path) }));
const { createUploads } = await ask(
  `mutation ($inputs: [CreateUploadInput!]!) { createUploads(inputs: $inputs) {
    ... on Upload { id asset { id } parts { url } } ... on UploadRefused { code message } } }`,
  { inputs: files.map(({ filename, bytes }) => ({ filename, size: bytes.length })) },
);
for (const [index, made] of createUploads.entries()) {
  if (made.code) console.log("REFUSED", files[index].filename, made.message);
  else {
    waiting.add(made.asset.id);
    for (let tries = 1; ; tries++) {
      // Without the key: the URL itself is the permission, for this length and for five minutes.
      const stored = await fetch(made.parts[0].url, { method: "PUT", body: files[index].bytes });
      if (stored.ok) break;
      if (stored.status < 500 || tries > 3) throw new Error(`storage answered ${stored.status}`);
      await new Promise((again) => setTimeout(again, tries * 1000)); // a store may say "not now"
    }
    await ask(
      `mutation ($upload: ID!) { completeUploads(inputs: [{ upload: $upload }]) { ... on UploadRefused { message } } }`,
      { upload: made.id },
    );
  }
}
sent = true;
if ([...waiting].every((id) => ended.has(id))) process.exit();
