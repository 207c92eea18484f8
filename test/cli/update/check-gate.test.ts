// What stops an image before it is promoted: findings of its own, and budgets; with the settings of its project.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { createCheckGate } from '../../../src/cli/update/check-gate.ts';
import type { GateFinding } from '../../../src/fleet/update/generations/gate.ts';
import type { Descriptor } from '../../../src/oci/image/descriptor.ts';
import { openRegistryDestination } from '../../../src/oci/registry/registry-destination.ts';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer } from '../../support/layers.ts';
import { makeToken } from '../../support/made-secrets.ts';
import { startWritableRegistry, type WritableRegistry } from '../../support/writable-registry.ts';
import { makeImage, makeManifest, writeImage } from '../../support/written-images.ts';

let registry: WritableRegistry;
beforeEach(async () => {
  registry = await startWritableRegistry();
});

/** Files of one layer each; the base's name and digest stand in annotations. */
async function push(
  repository: string,
  contents: readonly string[],
  base?: { readonly name: string; readonly digest: string },
): Promise<Descriptor> {
  const made = makeImage(contents.map((content, i) => layer([file(`etc/file-${i}`, content)])));
  const annotations =
    base === undefined
      ? {}
      : {
          'org.opencontainers.image.base.name': base.name,
          'org.opencontainers.image.base.digest': base.digest,
        };
  const manifest = makeManifest(
    made.config as Descriptor,
    made.layers as readonly unknown[] as Descriptor[],
    {
      annotations,
    },
  );
  const destination = await openRegistryDestination(registry.refer('1', repository));
  try {
    return await writeImage(destination, { ...made, documents: [manifest] });
  } finally {
    await destination.close();
  }
}

function judge(
  repository: string,
  { digest }: Descriptor,
  { settings = '', failOn = 'error' as 'error' | 'warning' } = {},
): Promise<readonly GateFinding[]> {
  const config = join(makeTemporaryFolder(), 'plimsoll.yaml');
  writeFileSync(config, settings);
  const write = (_text: string, done?: (error?: Error | null) => void): boolean => {
    done?.();
    return true;
  };
  const io = {
    ...{ stdout: { write }, stderr: { write }, env: { HOME: '/nonexistent' }, version: 'test' },
    ...{ signal: new AbortController().signal, now: new Date() },
  };
  const gate = createCheckGate(failOn, { config, cache: false, workers: 0 }, io);
  const source = `${registry.host}/${repository}@${digest}`;
  const platform = {
    ...{ platform: 'linux/amd64', digest, key: '0'.repeat(64), how: 'rebuilt' as const },
    at: '2026-01-01T00:00:00Z',
  };
  return Promise.resolve(gate({ id: repository, references: [], source, platforms: [platform], bases: [] }));
}

test('a clean image passes, and one with a secret does not', async () => {
  expect(await judge('clean', await push('clean', ['hello']))).toEqual([]);
  const [finding, ...more] = await judge('leaky', await push('leaky', [makeToken('gate')]));
  expect(more).toEqual([]);
  expect(finding!.rule).toMatch(/^secret/);
  expect(JSON.stringify(finding)).not.toContain(makeToken('gate'));
});

test('what is in the base is no finding of the image', async () => {
  const secret = makeToken('gate');
  const { digest } = await push('os', [secret]);
  const base = { name: `${registry.host}/os:1`, digest };
  expect(await judge('app', await push('app', [secret, 'own'], base))).toEqual([]);
  // Without the base being known, all of it is the image's own.
  expect(await judge('other', await push('other', [secret, 'own']))).toHaveLength(1);
  expect(await judge('worse', await push('worse', [secret, makeToken('own')], base))).toHaveLength(1);
});

test('ignores and budgets of the settings count', async () => {
  const image = await push('app', [makeToken('gate')]);
  const [{ rule }] = (await judge('app', image)) as [GateFinding];
  const ignore = `ignore:\n  - rule: ${rule}\n    path: '**'\n    reason: made for a test\n`;
  expect(await judge('app', image, { settings: ignore })).toEqual([]);
  expect(await judge('app', image, { settings: `${ignore}maxSize: 1B\n` })).toEqual([
    { rule: 'max-size', message: expect.stringMatching(/^\d+ B, and no more than 1B is allowed$/) },
  ]);
});
