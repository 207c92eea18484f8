import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
// @ts-expect-error An example is plain JavaScript without types.
import { makeExampleImage } from '../../examples/make-example-image.mjs';
import { ENTRY_KIND, pathText } from '../../src/contents/facts/layer-facts.ts';
import { type LayerScan, scanFileRange } from '../../src/contents/scan/scan-layer.ts';
import { digestBytes } from '../../src/oci/bytes/digest.ts';
import type { FileLocation } from '../../src/oci/image/image.ts';
import { openLayout } from '../../src/oci/layout/open-layout.ts';
import { writeLayout } from '../../src/oci/layout/write-layout.ts';
import { writeTar } from '../../src/oci/tar/write-tar.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-example-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the example image opens and scans, and is believable', async () => {
  const image = join(folder, 'image');
  const { digest } = await makeExampleImage(image, { writeLayout, writeTar });
  const opened = await openLayout(image, undefined, { platform: 'linux/amd64' });
  expect(opened.digest).toBe(digest);
  expect(opened.config.history.filter(({ emptyLayer }) => !emptyLayer)).toHaveLength(opened.layers.length);
  for (const { createdBy } of opened.config.history)
    expect(createdBy).toMatch(
      /^(?:# debian\.sh .*|(?:RUN \/bin\/sh -c|COPY) .* # buildkit|(?:WORKDIR|ENV|USER|CMD) .*)$/,
    );

  const scans: LayerScan[] = [];
  for (const { location, diffId } of opened.layers) {
    const { path, sizeBytes } = location as FileLocation;
    const scan = await scanFileRange(path, 0, sizeBytes);
    expect(scan.facts.diffId).toBe(diffId);
    scans.push(scan);
  }
  const tarBytes = scans.reduce((sum, { facts }) => sum + facts.tarBytes, 0);
  const storedBytes = scans.reduce((sum, scan) => sum + scan.storedBytes, 0);
  expect(tarBytes).toBeGreaterThan(20e6);
  expect(tarBytes).toBeLessThan(60e6);
  expect(storedBytes / tarBytes).toBeGreaterThan(0.3);
  expect(storedBytes / tarBytes).toBeLessThan(0.8);

  // The same on every machine; to be changed with the example.
  expect(digestBytes(Buffer.from(opened.config.diffIds.join()))).toBe(
    'sha256:92dece696b5c4ef7e19f1bd61b5e7aa3c77847d52e1774b40ee79b73fd1e862b',
  );

  for (const { facts } of scans) {
    const paths = [...facts.kinds].map((_, i) => pathText(facts, i));
    expect(new Set(paths).size).toBe(paths.length);
    // Every entry comes after its directory.
    const seen = new Set(['', ...paths.filter((_, i) => facts.kinds[i] === ENTRY_KIND.symlink)]);
    paths.forEach((path, i) => {
      expect(seen).toContain(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
      if (facts.kinds[i] === ENTRY_KIND.directory) seen.add(path);
    });
  }
});
