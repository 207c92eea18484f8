import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { defaultCacheFolder, FactsCache } from '../../../src/contents/cache/facts-cache.ts';
import type { BlobProof } from '../../../src/contents/cache/proof-format.ts';
import { encodeFacts, FACTS_VERSION } from '../../../src/contents/facts/facts-format.ts';
import type { LayerFacts } from '../../../src/contents/facts/layer-facts.ts';
import { digestBytes } from '../../../src/oci/bytes/digest.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, gzip, layer, scanBytes } from '../../support/layers.ts';

const KEY = 'blob sha256:of-this-test';
const HOUR_MS = 60 * 60 * 1000;

let folder: string;
let facts: LayerFacts;
let proof: BlobProof;

beforeEach(async () => {
  folder = join(makeTemporaryFolder(), 'cache');
  ({ facts, proof } = await learn('one'));
});

async function learn(content: string): Promise<{ facts: LayerFacts; proof: BlobProof }> {
  const scan = await scanBytes(gzip(layer([file('a', content), file('b', `${content} too`)])));
  const { compression, storedBytes, shipped } = scan;
  return { facts: scan.facts, proof: { diffId: scan.facts.diffId, compression, storedBytes, shipped } };
}

/** All files below a folder, by path. */
function filesIn(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function setUsed(path: string, hoursAgo: number): void {
  const seconds = (Date.now() - hoursAgo * HOUR_MS) / 1000;
  utimesSync(path, seconds, seconds);
}

describe('what is kept', () => {
  test('comes back as it was, in another run too', () => {
    new FactsCache({ folder }).write([KEY], facts, proof);
    const cache = new FactsCache({ folder });
    expect(encodeFacts(cache.readFacts(facts.diffId)!)).toEqual(encodeFacts(facts));
    expect(cache.readProof(KEY)).toEqual({ ...proof, shipped: Float64Array.from(proof.shipped) });
  });

  test('are manifests and configs too, by their digests', () => {
    const bytes = Buffer.from('{"rootfs":{}}');
    const digest = digestBytes(bytes);
    new FactsCache({ folder }).documents.write(digest, bytes);
    const { documents } = new FactsCache({ folder });
    expect(Buffer.from(documents.read(digest)!)).toEqual(bytes);
    expect(documents.read(digestBytes(Buffer.from('other')))).toBeUndefined();
    for (const path of filesIn(folder)) truncateSync(path, 3);
    expect(documents.read(digest)).toBeUndefined();
    expect(filesIn(folder)).toEqual([]);
  });

  test('is found under its own key and diffId only', async () => {
    const cache = new FactsCache({ folder });
    cache.write([KEY], facts, proof);
    expect(cache.readProof(`${KEY} `)).toBeUndefined();
    expect(cache.readFacts((await learn('two')).facts.diffId)).toBeUndefined();
  });

  test('lies under the version of the facts, so that another version finds nothing', () => {
    const cache = new FactsCache({ folder });
    cache.write([KEY], facts, proof);
    expect(readdirSync(folder)).toEqual([`v${FACTS_VERSION}`]);
    renameSync(join(folder, `v${FACTS_VERSION}`), join(folder, `v${FACTS_VERSION + 1}`));
    expect(cache.readProof(KEY)).toBeUndefined();
    expect(cache.readFacts(facts.diffId)).toBeUndefined();
  });

  test('is readable to its owner only', () => {
    const before = process.umask(0);
    try {
      new FactsCache({ folder: join(folder, 'deep') }).write([KEY], facts, proof);
    } finally {
      process.umask(before);
    }
    const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, name),
    );
    const modes = [folder, ...entries].map((path) => {
      const stats = statSync(path);
      return [stats.isDirectory(), stats.mode & 0o777];
    });
    expect(modes.length).toBeGreaterThanOrEqual(6);
    for (const [isFolder, mode] of modes) expect(mode).toBe(isFolder ? 0o700 : 0o600);
  });
});

describe('a file that is not what it should be is as good as none, goes, and is replaced', () => {
  const damages: Record<string, (path: string) => void> = {
    'one bit in the middle': (path) => {
      const bytes = readFileSync(path);
      bytes[bytes.length >> 1]! ^= 1;
      writeFileSync(path, bytes);
    },
    'one bit in the seal': (path) => {
      const bytes = readFileSync(path);
      bytes[bytes.length - 1]! ^= 1;
      writeFileSync(path, bytes);
    },
    'the last byte is gone': (path) => truncateSync(path, statSync(path).size - 1),
    'one byte more': (path) => writeFileSync(path, 'x', { flag: 'a' }),
    'shorter than a seal': (path) => truncateSync(path, 31),
    empty: (path) => truncateSync(path, 0),
    foreign: (path) => writeFileSync(path, `#!/bin/sh\n${'echo hello\n'.repeat(100)}`),
  };
  for (const [name, damage] of Object.entries(damages))
    test(name, () => {
      const cache = new FactsCache({ folder });
      cache.write([KEY], facts, proof);
      const paths = filesIn(folder);
      expect(paths).toHaveLength(2);
      paths.forEach(damage);
      expect(cache.readFacts(facts.diffId)).toBeUndefined();
      expect(cache.readProof(KEY)).toBeUndefined();
      expect(filesIn(folder)).toEqual([]);
      cache.write([KEY], facts, proof);
      expect(cache.readFacts(facts.diffId)).toBeDefined();
      expect(cache.readProof(KEY)).toBeDefined();
    });

  test("another layer's sealed facts, and sealed facts where a proof should be", async () => {
    const cache = new FactsCache({ folder });
    cache.write([KEY], facts, proof);
    const [own, proofPath] = filesIn(folder) as [string, string];
    const other = await learn('two');
    cache.write([], other.facts, other.proof);
    const foreign = filesIn(folder).find((path) => path !== own && path !== proofPath)!;
    writeFileSync(own, readFileSync(foreign));
    writeFileSync(proofPath, readFileSync(foreign));
    expect(cache.readFacts(facts.diffId)).toBeUndefined();
    expect(cache.readProof(KEY)).toBeUndefined();
  });

  test('a pipe does not block', () => {
    const cache = new FactsCache({ folder });
    cache.write([KEY], facts, proof);
    for (const path of filesIn(folder)) {
      rmSync(path);
      if (spawnSync('mkfifo', [path]).status !== 0) return console.warn('SKIPPED: no mkfifo here');
    }
    expect(cache.readProof(KEY)).toBeUndefined();
    expect(cache.readFacts(facts.diffId)).toBeUndefined();
  });
});

describe('a folder that cannot be used is no error', () => {
  const use = (cache: FactsCache): void => {
    expect(cache.readProof(KEY)).toBeUndefined();
    expect(cache.readFacts(facts.diffId)).toBeUndefined();
    cache.write([KEY], facts, proof);
    cache.clean();
    expect(cache.readProof(KEY)).toBeUndefined();
  };

  test('a file is where the folder should be', () => {
    writeFileSync(folder, 'a file');
    use(new FactsCache({ folder }));
    expect(readFileSync(folder, 'utf8')).toBe('a file');
  });

  test('directories are where the files should be', () => {
    const cache = new FactsCache({ folder });
    cache.write([KEY], facts, proof);
    for (const path of filesIn(folder)) {
      rmSync(path);
      mkdirSync(join(path, 'something'), { recursive: true });
    }
    use(cache);
    expect(filesIn(folder)).toEqual([]);
  });

  test('nobody may write there', () => {
    if (process.getuid?.() === 0 || process.platform === 'win32')
      return console.warn('SKIPPED: a folder without permission, because root may write everywhere');
    const cache = new FactsCache({ folder });
    cache.write([KEY], facts, proof);
    for (const path of filesIn(folder)) truncateSync(path, 5);
    const modes = [join(folder, `v${FACTS_VERSION}`, 'facts'), join(folder, `v${FACTS_VERSION}`, 'proofs')];
    for (const path of modes) spawnSync('chmod', ['500', path]);
    use(cache);
    for (const path of modes) spawnSync('chmod', ['700', path]);
  });

  test('what kept it from writing is remembered', () => {
    writeFileSync(folder, '');
    const cache = new FactsCache({ folder });
    expect(cache.writeFailure).toBeUndefined();
    cache.write([KEY], facts, proof);
    expect(cache.writeFailure).toBe('ENOTDIR');
  });

  test.runIf(process.platform === 'linux')('no folder can be made there', () => {
    const cache = new FactsCache({ folder: '/proc/plimsoll' });
    use(cache);
    expect(cache.writeFailure).toBe('ENOENT');
  });

  test('reading makes no folder', () => {
    new FactsCache({ folder }).readProof(KEY);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('the default folder', () => {
  test('is below XDG_CACHE_HOME where that is an absolute path', () => {
    expect(defaultCacheFolder({ XDG_CACHE_HOME: '/var/cache/me' })).toBe('/var/cache/me/plimsoll');
    vi.stubEnv('XDG_CACHE_HOME', folder);
    new FactsCache().write([KEY], facts, proof);
    vi.unstubAllEnvs();
    expect(filesIn(join(folder, 'plimsoll'))).toHaveLength(2);
  });

  test('is below ~/.cache else', () => {
    const standard = join(homedir(), '.cache', 'plimsoll');
    expect(defaultCacheFolder({})).toBe(standard);
    expect(defaultCacheFolder({ XDG_CACHE_HOME: '' })).toBe(standard);
    expect(defaultCacheFolder({ XDG_CACHE_HOME: 'relative/folder' })).toBe(standard);
  });

  test('is none for a user without a home, whose cache stays empty', () => {
    vi.stubEnv('HOME', '');
    vi.stubEnv('XDG_CACHE_HOME', '');
    try {
      expect(defaultCacheFolder()).toBeUndefined();
      const cache = new FactsCache();
      cache.write([KEY], facts, proof);
      cache.clean();
      expect(cache.readProof(KEY)).toBeUndefined();
    } finally {
      vi.unstubAllEnvs();
    }
    expect(existsSync('.cache')).toBe(false);
    expect(existsSync('plimsoll')).toBe(false);
  });
});

describe('cleaning', () => {
  test('takes what was not used for the longest time, until there is room', async () => {
    const diffIds: LayerFacts['diffId'][] = [];
    const cache = new FactsCache({ folder, limitBytes: 3000 });
    for (let i = 0; i < 10; i++) {
      const learned = await learn(`${i}`);
      cache.write([], learned.facts, learned.proof);
      const path = filesIn(folder).find((name) => name.includes(learned.facts.diffId.slice(7)))!;
      expect(statSync(path).size).toBeGreaterThan(380);
      setUsed(path, 100 - i);
      diffIds.push(learned.facts.diffId);
    }
    // The oldest of all is used now.
    expect(cache.readFacts(diffIds[0]!)).toBeDefined();
    cache.clean();
    const kept = diffIds.map((diffId) => cache.readFacts(diffId) !== undefined);
    const sizeBytes = filesIn(folder).reduce((sum, path) => sum + statSync(path).size, 0);
    expect(sizeBytes).toBeLessThanOrEqual(2400);
    expect(sizeBytes).toBeGreaterThan(1800);
    expect(kept[0]).toBe(true);
    expect(kept.slice(1)).toEqual([...kept.slice(1)].sort());
    expect(kept).toContain(false);
  });

  test('leaves everything where there is room, or where this run wrote nothing', () => {
    const cache = new FactsCache({ folder });
    cache.write([KEY], facts, proof);
    cache.clean();
    new FactsCache({ folder, limitBytes: 0 }).clean();
    expect(filesIn(folder)).toHaveLength(2);
  });

  test('counts and takes files of other versions too', () => {
    const old = join(folder, 'v0', 'facts', 'a'.repeat(64));
    mkdirSync(dirname(old), { recursive: true });
    writeFileSync(old, Buffer.alloc(100_000));
    setUsed(old, 48);
    const cache = new FactsCache({ folder, limitBytes: 50_000 });
    cache.write([KEY], facts, proof);
    cache.clean();
    expect(existsSync(old)).toBe(false);
    expect(filesIn(folder)).toHaveLength(2);
  });

  test('takes half-written files of killed runs after an hour, not those of a running one', () => {
    const cache = new FactsCache({ folder });
    cache.write([KEY], facts, proof);
    const abandoned = join(folder, `v${FACTS_VERSION}`, 'facts', 'abc.123.00ff00ff.tmp');
    const fresh = join(folder, `v${FACTS_VERSION}`, 'proofs', 'abc.124.00ff00ff.tmp');
    writeFileSync(abandoned, 'half');
    writeFileSync(fresh, 'half');
    setUsed(abandoned, 1.1);
    cache.clean();
    expect(existsSync(abandoned)).toBe(false);
    expect(existsSync(fresh)).toBe(true);
  });

  test('touches nothing that is not the cache, and goes on past what it cannot take', () => {
    const stray = [
      join(folder, 'README'),
      join(folder, 'vacation', 'photos', 'sea.jpg'),
      join(folder, `v${FACTS_VERSION}`, 'note'),
    ];
    for (const path of stray) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, 'mine');
      setUsed(path, 1000);
    }
    const inTheWay = join(folder, `v${FACTS_VERSION}`, 'facts', 'directory');
    mkdirSync(inTheWay, { recursive: true });
    setUsed(inTheWay, 1000);
    const cache = new FactsCache({ folder, limitBytes: 0 });
    cache.write([KEY], facts, proof);
    cache.clean();
    expect(filesIn(folder)).toEqual([...stray].sort());
    expect(existsSync(inTheWay)).toBe(true);
  });

  test('notes the time of use at most once an hour', () => {
    const cache = new FactsCache({ folder });
    cache.write([KEY], facts, proof);
    const path = filesIn(folder).find((name) => name.includes('proofs'))!;
    setUsed(path, 0.5);
    const recent = statSync(path).mtimeMs;
    cache.readProof(KEY);
    expect(statSync(path).mtimeMs).toBe(recent);
    setUsed(path, 1.5);
    cache.readProof(KEY);
    expect(Date.now() - statSync(path).mtimeMs).toBeLessThan(60_000);
  });
});
