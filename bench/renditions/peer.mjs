// sharp's best cascade: one shrink-on-load decode to the raw 2048, each smaller size from the raw one before.
// usage: node peer.mjs FORMAT EFFORT COUNT PARALLEL PHOTO FOLDER -> one line of JSON: seconds, CPU seconds, peak of resident MB
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const [format, effort, count, parallel, photo, folder] = process.argv.slice(2);
const EDGES = [2048, 1024, 320];
sharp.cache(false);
sharp.concurrency(1);

const encoded = (image) =>
  format === 'webp' ? image.webp({ quality: 80, effort: Number(effort) }) : image.jpeg({ quality: 80 });
const inside = (image, edge) => image.resize(edge, edge, { fit: 'inside', withoutEnlargement: true });

async function cascade(lane) {
  let current = inside(sharp(photo).rotate(), EDGES[0]);
  for (const edge of EDGES) {
    const { data, info } = await current.raw().toBuffer({ resolveWithObject: true });
    const raw = { width: info.width, height: info.height, channels: info.channels };
    await encoded(sharp(data, { raw })).toFile(join(folder, `${lane}-${edge}.${format}`));
    const next = EDGES[EDGES.indexOf(edge) + 1];
    if (next) current = inside(sharp(data, { raw }), next);
  }
}

await cascade(0);
const before = process.cpuUsage();
const started = process.hrtime.bigint();
let left = Number(count);
await Promise.all(
  Array.from({ length: Number(parallel) }, async (_, lane) => {
    while (left-- > 0) await cascade(lane);
  }),
);
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
const { user, system } = process.cpuUsage(before);
// Not resourceUsage().maxRSS: that begins with what the process that started this one held.
const megabytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
console.log(JSON.stringify({ seconds, cpu: (user + system) / 1e6, megabytes }));
