// Several processes with one cache folder: each reads either nothing or the whole truth.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isBuilt, ROOT } from '../../support/built-modules.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';

/** Writes, reads, damages and cleans at random for a second, and ends with 1 where it reads something untrue. */
const PROGRAM = `
const { FactsCache } = await import(process.env.CACHE);
const { scanStream } = await import(process.env.SCAN);
const { writeTar } = await import(process.env.TAR);
const { readdirSync, truncateSync } = await import('node:fs');
const { join } = await import('node:path');
const layers = [];
for (let i = 0; i < 5; i++) {
  const tar = writeTar(Array.from({ length: 200 * (i + 1) }, (_, k) =>
    ({ kind: 'file', path: 'f' + k, content: Buffer.from('layer ' + i + ' file ' + k) })));
  layers.push(await scanStream([tar]));
}
const cache = new FactsCache({ folder: process.env.FOLDER, limitBytes: 150_000 });
const counts = { found: 0, missing: 0, untrue: 0 };
const end = Date.now() + 1000;
for (let step = 0; Date.now() < end; step++) {
  const i = Math.floor(Math.random() * layers.length);
  const { facts, compression, storedBytes, shipped } = layers[i];
  const proof = cache.readProof('key ' + i);
  const found = cache.readFacts(facts.diffId);
  if (found === undefined) counts.missing++;
  else counts.found++;
  if (found !== undefined && (found.entryCount !== 200 * (i + 1) || found.contents.some((byte, at) => byte !== facts.contents[at])))
    counts.untrue++;
  if (proof !== undefined && (proof.diffId !== facts.diffId || proof.shipped.length !== facts.entryCount)) counts.untrue++;
  if (step % 3 === 0) cache.write(['key ' + i], facts, { diffId: facts.diffId, compression, storedBytes, shipped });
  if (step % 7 === 0) cache.clean();
  if (step % 11 === 0) {
    const folder = join(cache.folder, step % 2 ? 'facts' : 'proofs');
    const [name] = readdirSync(folder).sort(() => Math.random() - 0.5);
    try { truncateSync(join(folder, name), 100); } catch {}
  }
}
console.log(JSON.stringify(counts));
process.exit(counts.untrue > 0 ? 1 : 0);
`;

describe.runIf(isBuilt())('with several processes at once', () => {
  test('nothing untrue is read, nothing fails, and nothing half-written stays', async () => {
    const folder = makeTemporaryFolder();
    const env = {
      ...process.env,
      FOLDER: folder,
      CACHE: join(ROOT, 'dist/contents/cache/facts-cache.js'),
      SCAN: join(ROOT, 'dist/contents/scan/scan-layer.js'),
      TAR: join(ROOT, 'dist/oci/tar/write-tar.js'),
    };
    const results = await Promise.all(
      [1, 2, 3].map(async () => {
        const child = spawn(process.execPath, ['--input-type=module', '--eval', PROGRAM], { env });
        let output = '';
        let errors = '';
        child.stdout.on('data', (text) => {
          output += text;
        });
        child.stderr.on('data', (text) => {
          errors += text;
        });
        const [code] = await once(child, 'close');
        return { code, errors, ...(JSON.parse(output || '{}') as { found?: number; missing?: number }) };
      }),
    );
    for (const { code, errors, found, missing } of results) {
      expect(errors).toBe('');
      expect(code).toBe(0);
      // Both happened, so that the test has tried something.
      expect(found).toBeGreaterThan(10);
      expect(missing).toBeGreaterThan(0);
    }
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(names.filter((name) => /facts./.test(name)).length).toBeLessThanOrEqual(5);
  });
});
