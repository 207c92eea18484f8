import { describe, expect, test } from 'vitest';
import { isKeptTag } from '../../../../src/fleet/update/generations/generation.ts';
import { promote } from '../../../../src/fleet/update/generations/promote.ts';
import { rollback } from '../../../../src/fleet/update/generations/rollback.ts';
import { sha256 } from '../../../support/image-files.ts';
import {
  GENERATIONS,
  inputOf,
  promoteOptions,
  pushImage,
  pushIndexMember,
  pushMember,
  splitReference,
} from '../../../support/made-generations.ts';
import { startWritableRegistry, type WritableRegistry } from '../../../support/writable-registry.ts';

function digestOf(registry: WritableRegistry, reference: string): string | undefined {
  const [repository, tag] = splitReference(reference);
  const found = registry.manifests.get(repository)?.get(tag);
  return found === undefined ? undefined : sha256(found);
}

function tagsOf(registry: WritableRegistry): readonly string[] {
  return [...(registry.manifests.get(GENERATIONS)?.keys() ?? [])].filter((name) => !name.includes(':'));
}

async function pushThree(registry: WritableRegistry, version: string) {
  return inputOf(
    await pushMember(registry.host, 'os', version),
    await pushMember(registry.host, 'app', version),
    await pushIndexMember(registry.host, 'multi', version),
  );
}

test('the first generation: one index that names all, and the tags follow', async () => {
  const registry = await startWritableRegistry();
  const input = await pushThree(registry, '1');
  const before = registry.receivedBytes;
  const promotion = await promote(input, promoteOptions(registry.host));
  expect(promotion).toMatchObject({
    isNew: true,
    generation: { number: 1 },
    copiedBytes: 0,
    unmovedCount: 0,
  });
  expect(promotion.moves).toHaveLength(6);
  expect(registry.receivedBytes).toBe(before);
  for (const { references, source } of input.members)
    for (const reference of references)
      expect(`@${digestOf(registry, reference)}`).toBe(source.slice(source.indexOf('@')));
  const tags = tagsOf(registry);
  expect(tags.filter((tag) => !isKeptTag(tag)).toSorted()).toEqual(['current', 'generation-1', 'settled']);
  // Two images, an index and its two children.
  expect(tags.filter(isKeptTag)).toHaveLength(5);
});

test('the same images again are no new generation, and restore tags that somebody moved', async () => {
  const registry = await startWritableRegistry();
  const input = await pushThree(registry, '1');
  const options = promoteOptions(registry.host);
  await promote(input, options);
  const [repository] = splitReference(input.members[0]!.references[0]!);
  await pushImage(registry.host, repository, '1', 'by hand');
  const again = await promote(input, options);
  expect(again).toMatchObject({ isNew: false, generation: { number: 1 }, changed: [], unmovedCount: 5 });
  expect(again.moves.map(({ reference }) => reference)).toEqual([input.members[0]!.references[0]]);
});

test('a second generation sends only what is new, and a rollback restores every digest', async () => {
  const registry = await startWritableRegistry();
  const options = promoteOptions(registry.host);
  const first = await pushThree(registry, '1');
  await promote(first, options);
  const second = inputOf(first.members[0]!, ...(await pushThree(registry, '2')).members.slice(1));
  const promotion = await promote(second, options);
  expect(promotion.changed).toEqual([second.members[1]!.id, second.members[2]!.id]);
  expect(promotion.generation).toMatchObject({ number: 2, previous: 1 });
  const back = await rollback(undefined, options);
  expect(back).toMatchObject({ generation: { number: 1 }, from: 2, isUndo: false, left: [], foreign: [] });
  for (const { references, source } of first.members)
    for (const reference of references) expect(source).toContain(digestOf(registry, reference));
  await expect(rollback(undefined, options)).rejects.toMatchObject({ code: 'GENERATION_NOT_FOUND' });
  // Forward again, by number; and the next one goes on counting.
  expect(await rollback(2, options)).toMatchObject({ generation: { number: 2 }, from: 1 });
  await rollback(1, options);
  const third = await promote(await pushThree(registry, '3'), options);
  expect(third.generation).toMatchObject({ number: 3, previous: 1 });
});

test('an image that was taken out keeps its tag when it is gone back behind it', async () => {
  const registry = await startWritableRegistry();
  const options = promoteOptions(registry.host);
  const { members } = await pushThree(registry, '1');
  await promote(inputOf(members[0]!), options);
  await promote(inputOf(...members), options);
  const back = await rollback(undefined, options);
  expect(back.left).toEqual([...members[1]!.references, ...members[2]!.references]);
});

describe('what must succeed', () => {
  test('holds up all of it where it did not', async () => {
    const registry = await startWritableRegistry();
    const { members } = await pushThree(registry, '1');
    const failed = [{ id: 'other', message: 'the build failed' }];
    await expect(promote({ members, failed }, promoteOptions(registry.host))).rejects.toMatchObject({
      code: 'PROMOTION_REFUSED',
      message: 'nothing was promoted: other (the build failed)',
    });
    expect(tagsOf(registry)).toEqual([]);
    expect(digestOf(registry, members[0]!.references[0]!)).toBeUndefined();
  });

  test('lets those stay as they were that may fail', async () => {
    const registry = await startWritableRegistry();
    const options = promoteOptions(registry.host, { mayFail: (id) => id.includes('/app:') });
    const first = await pushThree(registry, '1');
    await promote(first, options);
    const second = await pushThree(registry, '2');
    const [os, app, multi] = second.members;
    const failed = [{ id: app!.id, message: 'no network' }];
    const promotion = await promote({ members: [os!, multi!], failed }, options);
    expect(promotion.heldBack).toEqual([{ id: app!.id, message: 'no network', isKept: true }]);
    expect(promotion.generation.images).toHaveLength(3);
    expect(first.members[1]!.source).toContain(digestOf(registry, app!.references[0]!));
    expect(os!.source).toContain(digestOf(registry, os!.references[0]!));
  });

  test('is judged by the gate, but not what is current already', async () => {
    const registry = await startWritableRegistry();
    const judged: string[] = [];
    const gate = async ({ id }: { readonly id: string }) => {
      judged.push(id);
      return id.includes('/app:')
        ? [
            { rule: 'setuid', message: 'a file' },
            { rule: 'x', message: 'y' },
          ]
        : [];
    };
    const { members } = await pushThree(registry, '1');
    const options = promoteOptions(registry.host, { gate });
    await expect(promote(inputOf(...members), options)).rejects.toThrow(
      `${members[1]!.id} (setuid: a file, and 1 more)`,
    );
    await promote(inputOf(members[0]!), options);
    judged.length = 0;
    await promote(inputOf(members[0]!, members[2]!), options);
    expect(judged).toEqual([members[2]!.id]);
  });
});

test('the bases of elsewhere are kept, of an index the platforms that were used', async () => {
  const [registry, elsewhere] = [await startWritableRegistry(), await startWritableRegistry()];
  const { source, platforms } = await pushIndexMember(elsewhere.host, 'debian', '12');
  const digest = source.slice(source.indexOf('@') + 1) as `sha256:${string}`;
  const base = { reference: `${elsewhere.host}/team/debian:12`, digest };
  const member = { ...(await pushMember(registry.host, 'app', '1')), bases: [base] };
  const options = promoteOptions(registry.host);
  const promotion = await promote(inputOf(member), options);
  expect(promotion.generation.bases).toEqual([
    {
      reference: base.reference,
      usedDigest: digest,
      descriptor: expect.objectContaining({ digest: platforms[0]!.digest }),
    },
  ]);
  expect(registry.manifests.get(GENERATIONS)!.has(platforms[0]!.digest)).toBe(true);
  // Once it is kept, its own registry is not needed.
  elsewhere.log.length = 0;
  const other = { ...(await pushMember(registry.host, 'app', '2')), bases: [base] };
  const again = await promote(inputOf(other), options);
  expect(again.generation.bases).toEqual(promotion.generation.bases);
  expect(elsewhere.log).toEqual([]);
});

test('a base that is gone holds nothing up, and is told', async () => {
  const [registry, elsewhere] = [await startWritableRegistry(), await startWritableRegistry()];
  const base = { reference: `${elsewhere.host}/team/gone:1`, digest: `sha256:${'a'.repeat(64)}` as const };
  const member = { ...(await pushMember(registry.host, 'app', '1')), bases: [base] };
  const notices: string[] = [];
  const promotion = await promote(
    inputOf(member),
    promoteOptions(registry.host, { onNotice: (line) => notices.push(line) }),
  );
  expect(promotion.generation.bases).toEqual([]);
  expect(notices.join()).toContain(`the base ${base.reference}`);
});

test('images of another registry are copied', async () => {
  const [registry, elsewhere] = [await startWritableRegistry(), await startWritableRegistry()];
  const member = await pushMember(elsewhere.host, 'app', '1');
  const promotion = await promote(inputOf(member), promoteOptions(registry.host));
  expect(promotion.copiedBytes).toBeGreaterThan(0);
  expect(registry.manifests.get(GENERATIONS)!.has(member.source.split('@')[1]!)).toBe(true);
});

describe('old generations', () => {
  test.each(['all', 'digests'] as const)('are let go where %s can be deleted', async (deletes) => {
    const registry = await startWritableRegistry({ deletes });
    const options = promoteOptions(registry.host, { keep: 2 });
    const inputs = [];
    for (const version of ['1', '2', '3', '4']) {
      inputs.push(await pushThree(registry, version));
      const { letGo } = await promote(inputs.at(-1)!, options);
      expect(letGo.refused).toBeUndefined();
      expect(letGo.generations).toEqual(Number(version) > 2 ? [Number(version) - 2] : []);
    }
    const tags = tagsOf(registry);
    expect(tags.filter((tag) => !isKeptTag(tag)).toSorted()).toEqual([
      'current',
      'generation-3',
      'generation-4',
      'settled',
    ]);
    expect(tags.filter(isKeptTag)).toHaveLength(10);
    expect(await rollback(undefined, options)).toMatchObject({ generation: { number: 3 } });
  });

  test('that cannot be deleted are told of', async () => {
    const registry = await startWritableRegistry({ deletes: 'nothing' });
    const options = promoteOptions(registry.host, { keep: 1 });
    await promote(await pushThree(registry, '1'), options);
    const { letGo } = await promote(await pushThree(registry, '2'), options);
    expect(letGo).toEqual({
      generations: [],
      documentCount: 0,
      refused: `${registry.host} does not let tags be deleted (1 asked for)`,
    });
  });
});

test('two at once: one wins, and the other says so', async () => {
  const registry = await startWritableRegistry();
  const options = promoteOptions(registry.host);
  const [first, second] = [await pushThree(registry, '1'), await pushThree(registry, '2')];
  const results = await Promise.allSettled([promote(first, options), promote(second, options)]);
  const fulfilled = results.filter(({ status }) => status === 'fulfilled');
  const rejected = results.filter((result) => result.status === 'rejected');
  expect(fulfilled).toHaveLength(1);
  expect(rejected[0]!.reason).toMatchObject({ code: 'PROMOTION_UNDER_WAY' });
});

test('two at once without a journal in common end whole: all tags are of what is current', async () => {
  const registry = await startWritableRegistry();
  const [first, second] = [await pushThree(registry, '1'), await pushThree(registry, '2')];
  await Promise.allSettled([
    promote(first, promoteOptions(registry.host)),
    promote(second, promoteOptions(registry.host)),
  ]);
  const current = JSON.parse(registry.manifests.get(GENERATIONS)!.get('current')!.toString());
  const digests = current.manifests.map(({ digest }: { readonly digest: string }) => digest);
  const winner = [first, second].find(({ members }) => members[0]!.source.endsWith(digests[0]));
  for (const { references, source } of winner!.members)
    for (const reference of references) expect(source).toContain(digestOf(registry, reference));
});
