// How long a plan takes for a fleet of 10,000 images: planning alone on a graph, keys and a lock in memory, and the whole command on as
// many Dockerfiles on disk with their contexts, all of it stale, and none of it.
//
//   npm run build && node bench/update-plan.mjs [IMAGES]
//
// Planning must take less than 5 s. The fleet is made anew each time, the same every time, and removed afterwards.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashFields } from '../dist/fleet/update/keys/hash-fields.js';
import { KEY_PARTS } from '../dist/fleet/update/keys/source-key.js';
import { formatLock } from '../dist/fleet/update/lock/format-lock.js';
import { makeEntry } from '../dist/fleet/update/lock/make-entry.js';
import { parseLock } from '../dist/fleet/update/lock/parse-lock.js';
import { changeLock, EMPTY_LOCK, entryName } from '../dist/fleet/update/lock/update-lock.js';
import { planUpdate } from '../dist/fleet/update/planning/plan-update.js';
import { measure } from './measure.mjs';

const IMAGES = Number(process.argv[2] ?? 10_000);
const LIMIT_SECONDS = 5;
const ROOT = 'registry.example/base/debian:12';
const program = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const digestOf = (word) => `sha256:${createHash('sha256').update(word).digest('hex')}`;
const nameOf = (i) => `registry.example/image-${i}:1`;

/** A hierarchy: ten systems, a hundred runtimes, a thousand team bases, and apps that copy from a second one of them. */
function basesOf(i) {
  if (i < 10) return [[ROOT, 'from']];
  if (i < 110) return [[nameOf(i % 10), 'from']];
  if (i < 1110) return [[nameOf(10 + (i % 100)), 'from']];
  return [
    [nameOf(110 + (i % 1000)), 'from'],
    [nameOf(10 + (i % 97)), 'copy-from'],
  ];
}

function makeGraph(root) {
  const images = [];
  const uses = [];
  for (let i = 0; i < IMAGES; i++) {
    const folder = join(root, `image-${i}`);
    images.push({
      kind: 'image',
      id: nameOf(i),
      references: [nameOf(i)],
      place: { kind: 'dockerfile', file: `image-${i}/Dockerfile` },
      build: {
        contextPath: folder,
        dockerfilePath: join(folder, 'Dockerfile'),
        args: {},
        namedContexts: {},
        secretIds: [],
        platforms: ['linux/amd64'],
      },
    });
    for (const [base, kind] of basesOf(i))
      uses.push({
        image: nameOf(i),
        kind,
        origin: base === ROOT ? { kind: 'external', reference: base } : { kind: 'image', id: base },
      });
  }
  return { kind: 'update-graph', root, images, uses, findings: [] };
}

function makeKeys() {
  return new Map(
    Array.from({ length: IMAGES }, (_, i) => {
      const parts = Object.fromEntries(KEY_PARTS.map((part) => [part, hashFields(part, [`${i}`])]));
      const hash = hashFields('source', [`${i}`]);
      return [entryName(nameOf(i), 'linux/amd64'), { kind: 'source-key', hash, parts, sources: [] }];
    }),
  );
}

function makeLock(keys) {
  const entries = Array.from({ length: IMAGES }, (_, i) => {
    const bases = basesOf(i).map(([reference]) => ({ reference, digest: digestOf(reference) }));
    const made = {
      digest: digestOf(nameOf(i)),
      reference: `${nameOf(i)}@${digestOf(nameOf(i))}`,
      how: 'rebuilt',
      at: '2026-01-01T00:00:00Z',
      seconds: 60,
      pushedBytes: 1e6,
    };
    const sourceKey = keys.get(entryName(nameOf(i), 'linux/amd64'));
    return makeEntry({ id: nameOf(i), platform: 'linux/amd64', tags: [nameOf(i)], sourceKey, bases, made });
  });
  return changeLock(EMPTY_LOCK, entries);
}

function timed(what, run) {
  const started = performance.now();
  const result = run();
  const seconds = (performance.now() - started) / 1000;
  console.log(`${what}: ${seconds.toFixed(2)} s`);
  return [result, seconds];
}

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-plan-'));
try {
  const graph = makeGraph(folder);
  const keys = makeKeys();
  const lock = makeLock(keys);
  console.log(`${IMAGES} images, ${graph.uses.length} edges`);
  const text = formatLock(lock);
  timed(`a lock of ${(text.length / 1e6).toFixed(1)} MB is read`, () => parseLock(text));
  const base = (word) => new Map([[ROOT, { kind: 'resolved', digest: digestOf(word) }]]);
  const inputs = { graph, lock, sourceKeys: keys, now: new Date('2026-01-02T00:00:00Z') };
  const [none, first] = timed('planned, nothing changed', () => planUpdate({ ...inputs, bases: base(ROOT) }));
  const [all, second] = timed('planned, the deepest base changed', () =>
    planUpdate({ ...inputs, bases: base('new') }),
  );
  const stale = ({ images }) => images.filter(({ action }) => action !== 'leave').length;
  console.log(`${stale(none)} and ${stale(all)} images stale, in ${all.waves} waves`);
  for (const [i, { build }] of graph.images.entries()) {
    mkdirSync(build.contextPath);
    const [[from], copied] = basesOf(i);
    const copy = copied === undefined ? '' : `COPY --from=${copied[0]} /etc/os-release /x\n`;
    writeFileSync(build.dockerfilePath, `FROM ${from}\nCOPY app /app\n${copy}`);
    writeFileSync(join(build.contextPath, 'app'), `image ${i}\n`);
  }
  // One setting for all: each part of a path that * stands for has a name in the image's.
  const setting = '  - name: registry.example/image-$1:1\n    dockerfile: image-*/Dockerfile\n';
  writeFileSync(join(folder, 'plimsoll.yaml'), `images:\n${setting}`);
  writeFileSync(join(folder, 'plimsoll.lock'), text);
  for (const args of [['--offline'], ['--if-changed', ROOT]]) {
    const { wall, cpu, megabytes } = measure([
      ...[process.execPath, program, 'update', 'plan', folder, '--format', 'json'],
      ...['--platform', 'linux/amd64', ...args],
    ]);
    console.log(
      `update plan ${args.join(' ')}, files and all: ${wall.toFixed(1)} s (${cpu.toFixed(1)} s of processor), ${megabytes.toFixed(0)} MB of memory`,
    );
  }
  const fits = first < LIMIT_SECONDS && second < LIMIT_SECONDS;
  console.log(fits ? 'planned within 5 s' : 'NOT planned within 5 s');
  process.exitCode = fits && stale(none) === 0 && stale(all) === IMAGES ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
