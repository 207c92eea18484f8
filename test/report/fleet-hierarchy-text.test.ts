// The texts and drawings of `fleet tree` and `fleet propose`: what is shown, what is cut, and that nothing of an image drives a terminal.
import { describe, expect, test } from 'vitest';
import type { DomainProposal, FleetProposal } from '../../src/fleet/hierarchy/propose/fleet-proposal.ts';
import { DEFAULT_COST_MODEL } from '../../src/fleet/hierarchy/propose/platform-problem.ts';
import { buildTree } from '../../src/fleet/hierarchy/tree/build-tree.ts';
import type { ContentGroup } from '../../src/fleet/hierarchy/tree/group-contents.ts';
import { cellWidth } from '../../src/report/cell-width.ts';
import { formatFleetProposeDot } from '../../src/report/fleet-propose-dot.ts';
import { formatFleetProposeText } from '../../src/report/fleet-propose-text.ts';
import { formatFleetTreeDot } from '../../src/report/fleet-tree-dot.ts';
import { formatFleetTreeText } from '../../src/report/fleet-tree-text.ts';
import { digestOf, type MadeImage, makeFleet } from '../fleet/hierarchy/made-fleets.ts';
import { PLAIN_TEXT } from './made-reports.ts';

const ALL = { ...PLAIN_TEXT, showsAll: true };
const NASTY = '\x1b[31m\x07\r\n\u202e\u200b\x9b日本語"\\'.repeat(20);

function expectHarmless(text: string, width: number): void {
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]/);
  for (const line of text.split('\n')) expect(cellWidth(line)).toBeLessThanOrEqual(width);
}

function treeOf(images: readonly MadeImage[], contents?: readonly ContentGroup[]) {
  const snapshot = makeFleet(images);
  const tree = buildTree(snapshot, {});
  return { snapshot, tree: contents === undefined ? tree : { ...tree, contents } };
}

describe('the text of fleet tree', () => {
  test('shows children below their parents, those with the most below them first', () => {
    const text = formatFleetTreeText(
      treeOf([
        { name: 'app:1', layers: 'abd' },
        { name: 'base:1', layers: 'a' },
        { name: 'run:1', layers: 'ab' },
        { name: 'alone:1', layers: 'xy', base: 'debian:12' },
        { name: 'said:1', layers: 'zz', base: 'base:1' },
      ]),
      PLAIN_TEXT,
    );
    expect(text.split('\n').slice(0, 9)).toEqual([
      '5 images, 3 of them on another one of the fleet',
      '2 at depth 1, 2 at depth 2, 1 at depth 3',
      '',
      'base:1  +1.00 MB, 3 images on it',
      '  run:1  +1.00 MB, 1 image on it',
      '    app:1  +1.00 MB',
      '  said:1  +2.00 MB (as recorded; no layer is shared)',
      'alone:1  +2.00 MB on debian:12',
      '',
    ]);
  });

  test('names siblings whose base is older, with how much they keep', () => {
    const on = (name: string, layers: string, digest: string, created: string): MadeImage => ({
      name,
      layers,
      created,
      base: `debian:12@${digestOf(digest)}`,
    });
    const images = [
      on('new:1', 'nx', 'new', '2026-02-01T00:00:00Z'),
      ...['a', 'b', 'c', 'd'].map((name) => on(`${name}:1`, `o${name}`, 'old', '2026-01-01T00:00:00Z')),
    ];
    const text = formatFleetTreeText(treeOf(images), PLAIN_TEXT);
    expect(text).toContain('Bases older than those of siblings');
    expect(text.replace(/\n/g, ' ')).toMatch(
      /debian:12 \(linux\/amd64\): 4 images on 1 older digest, 1 on the newest; .* a:1, b:1, c:1 and 1 more/,
    );
  });

  test('tells why layers are not one, and that none are', () => {
    const group = (
      difference: ContentGroup['difference'],
      packages: readonly string[] = [],
    ): ContentGroup => ({
      ...{ difference, layers: [0, 1], images: 2, repeatedBytes: 3_000_000, packages },
    });
    const images = [
      { name: 'a:1', layers: 'pq' },
      { name: 'b:1', layers: 'rs' },
    ];
    const text = formatFleetTreeText(
      treeOf(images, [
        group('timestamps'),
        group('order'),
        group('versions', ['deb jq']),
        group('near-duplicate'),
      ]),
      { ...PLAIN_TEXT, width: 400 },
    );
    expect(text).toContain('The same content in different layers: 12.0 MB stored again');
    for (const cause of [
      'equal but for times',
      'installed in another order',
      'in other versions (deb jq)',
      'mostly equal files',
    ])
      expect(text).toMatch(
        new RegExp(`3\\.00 MB: 2 layers of 2 images, .*${cause.replace(/[()]/g, '\\$&')}`),
      );
    expect(formatFleetTreeText(treeOf(images, []), PLAIN_TEXT)).toContain('No two layers hold the same.');
  });

  test('is cut where there is much, but for --all', () => {
    const many = Array.from({ length: 100 }, (_, i) => ({
      name: `image-${i}:1`,
      layers: String.fromCodePoint(0x4e00 + i),
    }));
    const text = formatFleetTreeText(treeOf(many), PLAIN_TEXT);
    expect(text.match(/^image-/gm)).toHaveLength(60);
    expect(text).toContain('and 40 images more; --all shows them');
    expect(formatFleetTreeText(treeOf(many), ALL).match(/^image-/gm)).toHaveLength(100);
  });

  test.each([80, 200])(
    'no name drives the terminal or leaves %d columns, nor ends a word of a drawing',
    (width) => {
      const report = treeOf([
        { name: `${NASTY}:1`, layers: 'ab', base: `${NASTY}@${digestOf('x')}` },
        { name: `x${NASTY}:1`, layers: 'abc', base: NASTY },
        { name: 'y:1', layers: 'ac', base: `${NASTY}@${digestOf('y')}` },
      ]);
      expectHarmless(formatFleetTreeText(report, { ...ALL, width }), width);
      expectQuoted([...formatFleetTreeDot(report)].join(''));
    },
  );
});

/** Every line of a drawing has whole strings only. */
function expectQuoted(dot: string): void {
  expect(dot).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/);
  for (const line of dot.trimEnd().split('\n'))
    expect(line.replace(/"(?:[^"\\]|\\.)*"/g, '')).toMatch(/^[\w\s\->{}[\];,=]*$/);
}

const PRICE = {
  registryBytes: 9_000_000,
  nodeBytes: 9_000_000,
  pushedBytesPerWeek: 1_000_000,
  pulledBytesPerWeek: 1_000_000,
  extraBytes: 0,
  cost: 20_000_000,
};

function proposalOf(domains: readonly DomainProposal[]): FleetProposal {
  return {
    kind: 'fleet-proposal',
    model: DEFAULT_COST_MODEL,
    domains,
    now: PRICE,
    proposed: { ...PRICE, registryBytes: 6_000_000 },
    notes: ['Sizes are estimates.'],
  };
}

function domainOf(word: string, images: number): DomainProposal {
  return {
    ...{ platform: 'linux/amd64', distribution: 'debian 12', base: word, isBaseRecorded: true },
    ...{ basis: 'packages', now: PRICE, proposed: { ...PRICE, registryBytes: 6_000_000 } },
    platforms: [
      {
        name: `platform/${word}`,
        parent: word,
        adds: [{ kind: 'package', type: 'deb', name: word, versions: ['1'], askedFor: 1 }],
        install: [word],
        bytes: 4_000_000,
        images: [0],
        blast: { images: 2, bytes: 5_000_000, chance: 0.125 },
        extraBytes: 700_000,
        dockerfile: [`FROM ${word}`, `RUN apt-get install ${word}`],
      },
    ],
    images: Array.from({ length: images }, (_, image) => ({
      image,
      isProduction: image !== 1,
      parent: `platform/${word}`,
      install: [],
      ownBytes: 1_000_000,
      dockerfile: { before: [`FROM ${word}`], after: [`FROM platform/${word}`] },
    })),
  };
}

const SNAPSHOT = makeFleet(
  Array.from({ length: 8 }, (_, i) => ({ name: `image-${i}:1`, layers: String.fromCodePoint(0x61 + i) })),
);

describe('the text of fleet propose', () => {
  test('shows what is saved, each platform with its lines, and the lines that change', () => {
    const text = formatFleetProposeText(
      { snapshot: SNAPSHOT, proposal: proposalOf([domainOf('debian:12', 2)]) },
      PLAIN_TEXT,
    );
    expect(text).toMatch(/^8 images: 1 platform image proposed$/m);
    expect(text).toMatch(/^9\.00 MB\s+6\.00 MB\s+\+3\.00 MB\s+33 %\s+in the registry$/m);
    expect(text).toContain('debian:12 (linux/amd64, debian 12): 2 images, +3.00 MB saved in the registry');
    expect(text.replace(/\n\s+/g, ' ')).toContain(
      'adds 1 item, 4.00 MB, 700 kB of it carried without need; a change of it (12.5 % a week) reaches 2 images and 5.00 MB',
    );
    expect(text).toContain('      RUN apt-get install debian:12\n');
    expect(text).toContain(
      '  image-0:1 (production), 1.00 MB its own\n    - FROM debian:12\n    + FROM platform/debian:12\n',
    );
    expect(text).toContain('  image-1:1 (development), 1.00 MB its own');
    expect(text.trimEnd().split('\n').at(-1)).toBe('Sizes are estimates.');
  });

  test('says where no image names its base, and where nothing is proposed', () => {
    const unnamed = { ...domainOf('debian:12', 2), isBaseRecorded: false };
    const say = (domains: readonly DomainProposal[]) =>
      formatFleetProposeText({ snapshot: SNAPSHOT, proposal: proposalOf(domains) }, PLAIN_TEXT);
    expect(say([unnamed])).toContain('No image names its base: debian:12 stands for');
    const empty = { ...unnamed, platforms: [] };
    expect(say([empty])).toContain('8 images: no platform image would cost less than what is there');
    expect(say([empty])).not.toContain('No image names its base');
  });

  test('is cut where there is much, but for --all', () => {
    const domains = Array.from({ length: 7 }, (_, i) => domainOf(`base:${i}`, 8));
    const report = { snapshot: SNAPSHOT, proposal: proposalOf(domains) };
    const text = formatFleetProposeText(report, PLAIN_TEXT);
    expect(text.match(/^ {2}platform\//gm)).toHaveLength(5);
    expect(text.match(/^ {2}image-/gm)).toHaveLength(25);
    expect(text.match(/and 3 images more; --all shows them/g)).toHaveLength(5);
    expect(text).toContain('and 2 more bases; --all shows them');
    const all = formatFleetProposeText(report, ALL);
    expect(all.match(/^ {2}image-/gm)).toHaveLength(56);
    expect(all).not.toContain('--all');
  });

  test.each([80, 200])('nothing of an image drives the terminal, also in a drawing (%d columns)', (width) => {
    const report = {
      snapshot: makeFleet([
        { name: `${NASTY}:1`, layers: 'a' },
        { name: 'b:1', layers: 'b' },
      ]),
      proposal: proposalOf([{ ...domainOf(NASTY, 2), platform: NASTY, distribution: NASTY }]),
    };
    const text = formatFleetProposeText(report, { ...ALL, width });
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]/);
    expectQuoted([...formatFleetProposeDot(report)].join(''));
  });
});
