// `plimsoll relayer` on layouts: what images share afterwards, what the documents say, the proofs, and that runs repeat.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RelayerReport } from '../../../src/report/relayer-report.ts';
import { debianPackages } from '../../support/debian-packages.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { dir, file, layer, makeLayout, whiteout } from '../../support/layers.ts';
import { readEntries } from '../../support/raw-tar.ts';
import { runRelayer } from '../../support/run-relayer.ts';
import { readLayerTars } from '../../support/run-squash.ts';

const KB = 1024;
const LIBC = { name: 'libc6', section: 'libs', files: { 'usr/lib/libc.so.6': 900 * KB } };
const NODE = { name: 'nodejs', files: { 'usr/bin/node': 700 * KB, 'usr/share/doc/nodejs/copyright': KB } };
const PYTHON = { name: 'python3', files: { 'usr/bin/python3': 500 * KB } };
const CURL = { name: 'curl', files: { 'usr/bin/curl': 300 * KB } };

type Stack = Parameters<typeof layer>[0][];

/** Images whose packages came in another order each, so that no layer is shared. */
const STACKS: Readonly<Record<string, Stack>> = {
  node: [
    [...debianPackages(LIBC, NODE)],
    [file('app/server.js', 'node'), file('app/key', 'secret')],
    [whiteout('app/key')],
  ],
  python: [[...debianPackages(PYTHON, LIBC)], [file('app/main.py', 'python')]],
  both: [
    [...debianPackages(CURL, PYTHON)],
    [...debianPackages(LIBC, NODE, CURL, PYTHON), dir('app', { mode: 0o700 })],
  ],
};

async function makeFleet(
  stacks: Readonly<Record<string, Stack>> = STACKS,
  config: Readonly<Record<string, unknown>> = {},
): Promise<{ readonly names: readonly string[]; readonly out: (name: string) => string }> {
  const root = makeTemporaryFolder();
  const names: string[] = [];
  for (const [name, stack] of Object.entries(stacks)) {
    await makeLayout(join(root, name), stack.map(layer), { config, refName: name });
    names.push(`oci:${join(root, name)}:${name}`);
  }
  return { names, out: (name) => join(root, name) };
}

function manifestOf(report: RelayerReport, i: number): `sha256:${string}` {
  return report.images[i]!.certificate!.result.manifest as `sha256:${string}`;
}

describe('relayer', () => {
  test('makes layers that images share, hides nothing and proves it', async () => {
    const { names, out } = await makeFleet();
    const { exitCode, report, complaint } = await runRelayer([...names, '-o', `oci:${out('out')}`]);
    expect(complaint).not.toContain('rror');
    expect(exitCode).toBe(0);
    for (const { certificate } of report!.images)
      expect(certificate).toMatchObject({
        verdict: 'proven',
        operation: { kind: 'relayer', clampedTo: null },
        checks: { hiddenInNewLayers: { entryCount: 0, sizeBytes: 0 }, whiteoutCount: 0 },
      });
    expect(report!.figures.planned.aboveBound).toBe(1);
    expect(report!.result!.contentBytes).toBe(report!.figures.bound.contentBytes);
    // The key, and what the last image has twice.
    expect(report!.figures.before.hiddenBytes).toBeGreaterThanOrEqual('secret'.length);
    const tags = (
      JSON.parse(readFileSync(join(out('out'), 'index.json'), 'utf8')) as {
        manifests: { annotations: object }[];
      }
    ).manifests;
    expect(tags.map(({ annotations }) => Object.values(annotations)[0])).toEqual(['node', 'python', 'both']);
    const all = report!.images.flatMap((_, i) => readLayerTars(out('out'), manifestOf(report!, i)));
    const holders = all.filter((tar) => readEntries(tar).some(({ path }) => path === 'usr/lib/libc.so.6'));
    expect(holders).toHaveLength(3);
    expect(holders.every((tar) => tar.equals(holders[0]!))).toBe(true);
    expect(all.some((tar) => tar.includes('secret'))).toBe(false);
  });
});
