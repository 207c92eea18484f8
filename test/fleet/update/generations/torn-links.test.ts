// Docker's own registry, stopped while it writes a link, answers 500 for that name from then on. Whatever it was, the next
// promotion writes it anew.
import { expect, test } from 'vitest';
import { keptTag } from '../../../../src/fleet/update/generations/generation.ts';
import { promote } from '../../../../src/fleet/update/generations/promote.ts';
import { readStatus } from '../../../../src/fleet/update/generations/read-status.ts';
import { rollback } from '../../../../src/fleet/update/generations/rollback.ts';
import type { Digest } from '../../../../src/oci/bytes/digest.ts';
import { GENERATIONS, inputOf, promoteOptions, pushMember } from '../../../support/made-generations.ts';
import { startWritableRegistry } from '../../../support/writable-registry.ts';

async function promoteTwo(deletes: 'all' | 'digests' = 'all') {
  /** Paths whose links are torn. */
  const torn = new Set<string>();
  const registry = await startWritableRegistry({
    deletes,
    fault: (_, { method }, { pathname, searchParams }) => {
      if (method === 'PUT') {
        torn.delete(pathname);
        // What is put under a tag gets a link under its digest too.
        torn.delete(pathname.replace(/kept-sha256-/, 'sha256:'));
        const digest = searchParams.get('digest');
        for (const path of torn) if (digest !== null && path.endsWith(digest)) torn.delete(path);
      }
      return (method === 'GET' || method === 'HEAD') && torn.has(pathname) ? { status: 500 } : undefined;
    },
  });
  const options = promoteOptions(registry.host);
  const inputs = [];
  for (const version of ['1', '2', '3'])
    inputs.push(inputOf(await pushMember(registry.host, 'app', version)));
  await promote(inputs[0]!, options);
  await promote(inputs[1]!, options);
  const tear = (repository: string, name: string): void => void torn.add(`/v2/${repository}/${name}`);
  return { registry, options, inputs, torn, tear };
}

test.each<readonly [string, (digest: Digest) => readonly [string, string]]>([
  ["an image's own", () => ['team/app', 'manifests/1']],
  ['that of the current generation', () => [GENERATIONS, 'manifests/current']],
  ['that of the settled one', () => [GENERATIONS, 'manifests/settled']],
  ['that keeps a document', (digest) => [GENERATIONS, `manifests/${keptTag(digest)}`]],
  ["a document's", (digest) => [GENERATIONS, `manifests/${digest}`]],
])('%s', async (_, choose) => {
  const { options, inputs, torn, tear } = await promoteTwo();
  const digest = inputs[2]!.members[0]!.source.split('@')[1] as Digest;
  tear(...choose(digest));
  expect(await promote(inputs[2]!, options)).toMatchObject({ generation: { number: 3 }, isNew: true });
  expect([...torn]).toEqual([]);
  expect((await readStatus(options)).drift).toEqual([]);
});

test("a blob's", async () => {
  const { registry, options, inputs, torn, tear } = await promoteTwo();
  const digest = inputs[2]!.members[0]!.source.split('@')[1]!;
  const manifest = JSON.parse(registry.manifests.get('team/app')!.get(digest)!.toString());
  tear(GENERATIONS, `blobs/${manifest.layers[1].digest}`);
  await promote(inputs[2]!, options);
  expect([...torn]).toEqual([]);
});

test('a torn current tag is an unfinished promotion that did not begin: it can be completed or gone back on', async () => {
  const { options, tear, torn, inputs } = await promoteTwo();
  tear(GENERATIONS, 'manifests/current');
  expect(await readStatus(options)).toMatchObject({
    current: { number: 2 },
    unfinished: { tagsMayBeMixed: true, isUnderWay: false },
  });
  expect(await rollback(undefined, options)).toMatchObject({ generation: { number: 2 }, isUndo: true });
  expect([...torn]).toEqual([]);
  tear(GENERATIONS, 'manifests/current');
  expect(await promote(inputs[1]!, options)).toMatchObject({ completed: 2, isNew: false });
  expect([...torn]).toEqual([]);
});

test('a generation whose tag is torn is told by the status', async () => {
  const { options, tear } = await promoteTwo();
  tear(GENERATIONS, 'manifests/generation-1');
  const status = await readStatus(options);
  expect(status.broken.map(({ number }) => number)).toEqual([1]);
});

test('a kept generation whose tag is torn holds up nothing, and what it may need stays', async () => {
  const { registry, options, inputs, tear } = await promoteTwo();
  const kept = (): number =>
    [...registry.manifests.get(GENERATIONS)!.keys()].filter((name) => name.startsWith('kept-')).length;
  await promote(inputs[2]!, options);
  tear(GENERATIONS, 'manifests/generation-1');
  const before = kept();
  const { letGo, generation } = await promote(inputs[0]!, options);
  expect(generation.number).toBe(4);
  // Three are kept: 4, 3, 2. The torn one is old, and goes by its name.
  expect(letGo).toMatchObject({ generations: [1], refused: undefined });

  tear(GENERATIONS, 'manifests/generation-3');
  const again = await promote(inputs[1]!, { ...options, keep: 2 });
  expect(again.generation.number).toBe(5);
  expect(again.letGo).toMatchObject({ generations: [3, 2], documentCount: expect.any(Number) });
  expect(kept()).toBeLessThanOrEqual(before);

  tear(GENERATIONS, 'manifests/generation-4');
  const last = await promote(inputs[2]!, { ...options, keep: 3 });
  expect(last.letGo).toMatchObject({
    documentCount: 0,
    refused: `${registry.host} cannot read generation-4, so what only these need stays`,
  });
  await expect(rollback(4, options)).rejects.toMatchObject({ code: expect.any(String) });
  expect((await rollback(5, options)).generation.number).toBe(5);
});

test('an old one that is torn stays where tags cannot be deleted, and the others go', async () => {
  const { registry, options, inputs, tear } = await promoteTwo('digests');
  await promote(inputs[2]!, options);
  tear(GENERATIONS, 'manifests/generation-1');
  const { letGo } = await promote(inputs[0]!, { ...options, keep: 2 });
  expect(letGo.generations).toEqual([2]);
  expect(letGo.refused).toBe(`${registry.host} cannot read generation-1, so what only these need stays`);
});
