// Planning of made Debian fleets: what it costs against other ways to cut layers, and how its time and memory grow.
//
//   npm run --silent build && node bench/relayer-planning.mjs [--only cost,growth,small] [--images 300] [--layers 40] [--seed 1]
//
// The fleet is made from the package index of Debian's mirror (bench/debian-fleet.mjs). `registry` is how often less is stored than the
// images' sum, `x bound` how much more than each component once; `node` is bytes on a node against the sum of its images, 25 images a
// node; `pull` is MiB an image and week, by blob (containerd) and by chain (classic Docker, which pulls all above a change again).
// Peers are reimplemented: only how they choose layers, in their defaults.
// Exit code: 0 the limits hold, 1 one does not.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { planRelayer } from '../dist/rewrite/relayer/planning/plan-relayer.js';
import { makeDebianFleet, readDebianIndex, seededRandom } from './debian-fleet.mjs';
import { cutBaseAndRest, cutByImage, cutByPopularity, cutSquashed } from './relayer-peers.mjs';

const LIMITS = { bound: 1.05, seconds: 15, megabytes: 1000 };
const NODE_IMAGES = 25;

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'cost,growth' },
    images: { type: 'string', default: '300' },
    layers: { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    /** For one measured run in a process of its own. */
    plan: { type: 'string' },
  },
});
const catalogue = await readDebianIndex();
if (values.plan) {
  planOnce(JSON.parse(values.plan));
  process.exit(0);
}
let isHeld = true;
if (values.only.includes('cost'))
  compareCosts(Number(values.images), Number(values.layers), Number(values.seed));
if (values.only.includes('growth')) measureGrowth();
process.exit(isHeld ? 0 : 1);

function compareCosts(images, layers, seed) {
  const fleet = makeDebianFleet(catalogue, { images, seed });
  const { keys, weights, images: holders } = fleet.components;
  const held = listHeld(fleet);
  const sum = keys.reduce((bytes, _, c) => bytes + holders[c].length * weights[c], 0);
  const unique = weights.reduce((bytes, weight) => bytes + weight, 0);
  console.log(
    `${images} images, ${keys.length} components, ${mib(sum / images)} MiB an image, bound ${(sum / unique).toFixed(2)}x\n`,
  );
  console.log('strategy                          K  registry  x bound   node  pull blob  pull chain  layers');
  const stable = planRelayer(fleet, { layers, order: 'stable' });
  const popular = planRelayer(fleet, { layers, order: 'popular' });
  const few = planRelayer(fleet, { layers: layers / 2, order: 'stable' });
  const rows = [
    ['squash', 1, cutSquashed(fleet, held)],
    ['base + 1 layer', 2, cutBaseAndRest(fleet, held)],
    ['popularity in each image (nix)', layers, cutByPopularity(fleet, held, layers)],
    ['one image at a time (chunkah)', layers, cutByImage(fleet, held, layers)],
    ['relayer, stable', layers / 2, rowsOf(few)],
    ['relayer, stable', layers, rowsOf(stable)],
    ['relayer, popular', layers, rowsOf(popular)],
  ];
  for (const [name, most, cut] of rows) {
    const { registry, node, blob, chain, count } = price(fleet, cut);
    if (name.startsWith('relayer') && most === layers) isHeld &&= registry <= LIMITS.bound * unique;
    console.log(
      [
        name.padEnd(32),
        String(most).padStart(3),
        `${(sum / registry).toFixed(2)}x`.padStart(9),
        (registry / unique).toFixed(3).padStart(8),
        node.toFixed(2).padStart(6),
        mib(blob / images).padStart(10),
        mib(chain / images).padStart(11),
        String(count).padStart(7),
      ].join(' '),
    );
  }
  console.log(`\nlimit: relayer at most ${LIMITS.bound} x bound: ${isHeld ? 'holds' : 'does NOT hold'}\n`);
}

/** Registry, nodes and pulls of layers given as rows of component lists, bottom first. */
function price({ components }, rows) {
  const { weights, origins, changeRates } = components;
  const known = new Map();
  const layerOf = (set) => {
    const key = set.join();
    if (!known.has(key)) {
      const rates = new Map();
      for (const c of set) rates.set(origins[c], Math.max(rates.get(origins[c]) ?? 0, changeRates[c]));
      const weight = set.reduce((bytes, c) => bytes + weights[c], 0);
      known.set(key, {
        id: known.size,
        weight,
        rates,
        rate: 1 - [...rates.values()].reduce((p, r) => p * (1 - r), 1),
      });
    }
    return known.get(key);
  };
  let blob = 0;
  let chain = 0;
  const images = rows.map((row) => {
    const layers = row.filter((set) => set.length > 0).map(layerOf);
    const changed = new Map();
    for (const { weight, rate, rates } of layers) {
      blob += weight * rate;
      for (const [origin, r] of rates) changed.set(origin, Math.max(changed.get(origin) ?? 0, r));
      chain += weight * (1 - [...changed.values()].reduce((p, r) => p * (1 - r), 1));
    }
    return layers;
  });
  let registry = 0;
  for (const { weight } of known.values()) registry += weight;
  const order = shuffle(images.map((_, i) => i));
  let [onNodes, whole] = [0, 0];
  for (let from = 0; from < order.length; from += NODE_IMAGES) {
    const chains = new Set();
    for (const image of order.slice(from, from + NODE_IMAGES)) {
      let key = '';
      for (const { id, weight } of images[image]) {
        key += `${id} `;
        whole += weight;
        if (!chains.has(key)) onNodes += weight;
        chains.add(key);
      }
    }
  }
  return { registry, node: onNodes / whole, blob, chain, count: known.size };
}

/** Wall time, CPU time and memory of planning alone, each in a process of its own, and how CPU time grows. */
function measureGrowth() {
  console.log('images  components  refs an image    wall s   CPU s   steps M   peak MB   images x log');
  let first;
  for (const images of [100, 200, 500, 1000]) {
    const run = spawnSync(
      process.execPath,
      [
        import.meta.filename,
        '--plan',
        JSON.stringify({ images, packages: 300, layers: Number(values.layers) }),
      ],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const { components, refs, wall, cpu, steps, megabytes } = JSON.parse(run.stdout);
    const size = images * Math.log2(images);
    first ??= { size, cpu, steps };
    console.log(
      [
        String(images).padStart(6),
        String(components).padStart(11),
        (refs / images).toFixed(0).padStart(14),
        wall.toFixed(2).padStart(9),
        cpu.toFixed(2).padStart(7),
        (steps / 1e6).toFixed(1).padStart(9),
        megabytes.toFixed(0).padStart(9),
        `${(size / first.size).toFixed(1)}: CPU ${(cpu / first.cpu).toFixed(1)}, steps ${(steps / first.steps).toFixed(1)}`,
      ].join(' '),
    );
    if (images === 1000)
      isHeld &&=
        Math.min(wall, cpu) < LIMITS.seconds &&
        megabytes < LIMITS.megabytes &&
        steps / first.steps <= size / first.size;
  }
  console.log(
    `\nlimits: 1,000 images in ${LIMITS.seconds} s and ${LIMITS.megabytes} MB, steps grow as n log n at most: ${isHeld ? 'hold' : 'do NOT hold'}`,
  );
}

function planOnce({ images, packages, layers }) {
  const fleet = makeDebianFleet(catalogue, { images, packages });
  const refs = fleet.components.images.reduce((sum, list) => sum + list.length, 0);
  const start = performance.now();
  const before = process.cpuUsage();
  const { steps } = planRelayer(fleet, { layers, order: 'stable' });
  const used = process.cpuUsage(before);
  console.log(
    JSON.stringify({
      components: fleet.components.keys.length,
      refs,
      wall: (performance.now() - start) / 1000,
      cpu: (used.user + used.system) / 1e6,
      steps,
      megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
    }),
  );
}

function rowsOf({ layers, imageLayers }) {
  const sets = layers.map((layer) => [...layer.components]);
  return imageLayers.map((row) => Array.from(row, (layer) => sets[layer]));
}

function listHeld({ images, components }) {
  const held = Array.from({ length: images }, () => []);
  components.images.forEach((holders, c) => {
    for (const image of holders) held[image].push(c);
  });
  return held;
}

function shuffle(items) {
  const random = seededRandom(7);
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}

function mib(bytes) {
  return (bytes / 2 ** 20).toFixed(0);
}
