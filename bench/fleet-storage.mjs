// How long `plimsoll fleet storage` takes on a made fleet, and how much memory: by default 100,000 images with 1,000,000 layers, as
// a hierarchy makes them (operating systems, runtimes and teams below, own layers on top).
//
//   npm run build && node bench/fleet-storage.mjs [IMAGES] [LAYERS]
//
// It must take less than 20 s and 2 GB; a busy machine shows by how much wall time is above processor time. The fleet is made anew each time, the same every time, and removed afterwards.
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measure } from './measure.mjs';

const IMAGES = Number(process.argv[2] ?? 100_000);
const LAYERS = Number(process.argv[3] ?? 1_000_000);
const STACKS = 2000;
const LIMITS = { seconds: 20, megabytes: 2000 };
const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** Numbers that look random and are the same each time (mulberry32). */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Shared stacks take a fortieth of the layers, in a tree three levels deep; the rest is own layers. */
function writeFleet(path) {
  const random = createRandom(7);
  const file = openSync(path, 'w');
  let text = '{"kind":"fleet-snapshot","at":"2026-01-01T00:00:00Z","layers":[';
  const flush = (least) => {
    if (text.length <= least) return;
    writeSync(file, text);
    text = '';
  };
  for (let i = 0; i < LAYERS; i++) {
    const digest = createHash('sha256').update(`layer ${i}`).digest('hex');
    text += `${i === 0 ? '' : ','}\n["sha256:${digest}",${Math.floor(100 + 50e6 * random() ** 6)}]`;
    flush(2 ** 20);
  }
  text += '\n],"images":[';
  const ownOfStack = Math.max(1, Math.floor(LAYERS / 40 / STACKS));
  const shared = 60 + STACKS * ownOfStack;
  const stacks = Array.from({ length: STACKS }, (_, k) => [
    k % 10,
    10 + (k % 50),
    ...Array.from({ length: ownOfStack }, (_, j) => 60 + k * ownOfStack + j),
  ]);
  const startOf = (image) => shared + Math.floor(((LAYERS - shared) * image) / IMAGES);
  for (let i = 0; i < IMAGES; i++) {
    const own = Array.from({ length: startOf(i + 1) - startOf(i) }, (_, k) => startOf(i) + k);
    // Each stack has an image; popular ones have many.
    const stack = i < STACKS ? i : Math.floor(random() ** 2 * STACKS);
    const layers = [...stacks[stack], ...own];
    const digest = createHash('sha256').update(`image ${i}`).digest('hex');
    text += `${i === 0 ? '' : ','}\n{"repository":"registry.example/team-${i % 997}/app-${i % 9973}","tags":["1.${i}"],"digest":"sha256:${digest}","os":"linux","architecture":"amd64","created":"2026-01-01T00:00:00Z","layers":[${layers.join()}]}`;
    flush(2 ** 20);
  }
  text += '\n]}\n';
  flush(0);
  closeSync(file);
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fleet-'));
try {
  const path = join(folder, 'fleet.json');
  writeFleet(path);
  console.log(
    `${IMAGES} images, ${LAYERS} layers: a snapshot of ${(statSync(path).size / 1e6).toFixed(0)} MB`,
  );
  let fits = true;
  for (const format of ['text', 'json']) {
    const { wall, cpu, megabytes } = measure([
      ...[process.execPath, program, 'fleet', 'storage', path],
      ...['--no-cache', '--format', format],
    ]);
    console.log(
      `${format}: ${wall.toFixed(1)} s (${cpu.toFixed(1)} s of processor), ${megabytes.toFixed(0)} MB of memory`,
    );
    fits &&= wall < LIMITS.seconds && megabytes < LIMITS.megabytes;
  }
  console.log(fits ? 'within 20 s and 2 GB' : 'NOT within 20 s and 2 GB');
  process.exitCode = fits ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
