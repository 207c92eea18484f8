// What is lighter, what is not given, and what is said with it. The sizes here are made up near Debian's; the real ones are
// computed in test/engines/packages.
import { describe, expect, test } from 'vitest';
import { findLighter } from '../../src/catalogue/lighter/find-lighter.ts';
import type { Lighter } from '../../src/catalogue/lighter/lighter-question.ts';
import { SAME_JOBS } from '../../src/catalogue/same-job.ts';
import { ClosureFinder } from '../../src/contents/packages/closures/removable-closure.ts';
import { buildRelationGraph } from '../../src/contents/packages/relations/build-relation-graph.ts';
import { type MadeOffer, makeCatalogue } from '../support/made-catalogue.ts';
import { makeInventory } from '../support/made-inventory.ts';

const MB = 1_000_000;

/** An image with these packages of the offers installed; the first is the one asked about, all others came along. */
function ask(
  offers: readonly MadeOffer[],
  installed: readonly string[],
  usedCommands: readonly string[] | null,
  more: { readonly manual?: readonly string[]; readonly kept?: readonly string[] } = {},
): readonly Lighter[] {
  const catalogue = makeCatalogue(offers);
  const inventory = makeInventory(
    'deb',
    installed.map((name, i) => {
      const offer = catalogue.find(name)!;
      return {
        name,
        source: offer.source,
        bytes: offer.installedBytes,
        isAutomatic: i > 0 && !more.manual?.includes(name),
        fields: { Depends: offer.depends, Recommends: offer.recommends, Provides: offer.provides },
      };
    }),
  );
  const graph = buildRelationGraph(inventory, 'deb');
  return findLighter(
    {
      catalogue,
      inventory,
      graph,
      closures: new ClosureFinder(graph),
      usedCommands: usedCommands === null ? null : new Set(usedCommands),
      kept: new Set(more.kept),
    },
    0,
  );
}

const GDB: readonly MadeOffer[] = [
  {
    name: 'gdb',
    depends: 'libs',
    recommends: 'libc6-dbg',
    installedBytes: 12 * MB,
    commands: 'gdb gcore gdbtui',
  },
  { name: 'gdb-minimal', source: 'gdb', depends: 'few', installedBytes: 9 * MB, commands: 'gdb gcore' },
  { name: 'gdbserver', source: 'gdb', installedBytes: 0.7 * MB, commands: 'gdbserver' },
  { name: 'gdb-doc', source: 'gdb', commands: 'gdb gcore' },
  { name: 'libs', depends: 'few', installedBytes: 70 * MB },
  { name: 'few', installedBytes: 14 * MB },
  { name: 'libc6-dbg', installedBytes: 20 * MB },
];

describe('a lighter package of the same source', () => {
  test('is priced on top of what stays', () => {
    expect(ask(GDB, ['gdb', 'libs', 'few', 'libc6-dbg'], ['gdb'])).toEqual([
      {
        kind: 'lighter',
        packages: ['gdb-minimal'],
        found: 'same-source',
        freedBytes: 116 * MB,
        addedBytes: 23 * MB,
        savedBytes: 93 * MB,
        savedBytesWithRecommends: 93 * MB,
        onlyRecommended: [],
        renamed: {},
        warnings: [],
      },
    ]);
    // What other packages keep is neither freed nor added.
    expect(ask(GDB, ['gdb', 'libs', 'few'], ['gdb'], { manual: ['few'] })[0]).toMatchObject({
      freedBytes: 82 * MB,
      addedBytes: 9 * MB,
    });
  });

  test('must ship what is used, all of it where that is not known', () => {
    expect(ask(GDB, ['gdb', 'libs', 'few'], ['gdb', 'gdbtui'])).toEqual([]);
    expect(ask(GDB, ['gdb', 'libs', 'few'], null)).toEqual([]);
    // What nothing calls has to go, not to be replaced.
    expect(ask(GDB, ['gdb', 'libs', 'few'], ['bash'])).toEqual([]);
  });

  test('is not given where the index tells no programs', () => {
    const untold = GDB.map((offer) => ({ ...offer, commands: null }));
    expect(ask(untold, ['gdb', 'libs', 'few'], ['gdb'])).toEqual([]);
  });

  test('keeps what must stay', () => {
    const [lighter] = ask(GDB, ['gdb', 'libs', 'few'], ['gdb'], { kept: ['libs'] });
    expect(lighter).toBeUndefined();
    expect(
      ask(GDB, ['gdb', 'libs', 'few', 'libc6-dbg'], ['gdb'], { kept: ['libc6-dbg'] })[0]?.addedBytes,
    ).toBe(43 * MB);
  });
});

test('what only wraps a lighter one is not given beside it', () => {
  const offers = [
    ...GDB,
    { name: 'gdb-extra', source: 'gdb', depends: 'gdb-minimal', commands: 'gdb-extra' },
  ];
  expect(ask(offers, ['gdb', 'libs', 'few'], ['gdb']).map(({ packages }) => packages)).toEqual([
    ['gdb-minimal'],
  ]);
});

test('what others need is not replaced', () => {
  const offers = [
    { name: 'gdb', installedBytes: 50 * MB, commands: 'gdb' },
    ...GDB.slice(1),
    { name: 'ide', depends: 'gdb' },
  ];
  expect(ask(offers, ['gdb', 'ide'], ['gdb'], { manual: ['ide'] })).toEqual([]);
});

test('Provides alone is no reason: a browser of text is no browser for tests', () => {
  const offers = [
    { name: 'chromium', installedBytes: 700 * MB, provides: 'www-browser', commands: 'chromium' },
    { name: 'netrik', installedBytes: 1 * MB, provides: 'www-browser', commands: 'netrik' },
    { name: 'twin', installedBytes: 1 * MB, provides: 'www-browser', commands: 'chromium' },
  ];
  expect(ask(offers, ['chromium'], ['chromium']).map(({ packages, found }) => [packages, found])).toEqual([
    [['twin'], 'provides'],
  ]);
});

describe('silence', () => {
  const pair = (heavy: number, light: number): readonly MadeOffer[] => [
    { name: 'full', installedBytes: heavy, commands: 'run' },
    { name: 'light', source: 'full', installedBytes: light, commands: 'run' },
  ];

  test.each([
    ['a gain just under 1 MB', 3 * MB, 2 * MB + 1, 0],
    ['a gain of 1 MB', 3 * MB, 2 * MB, 1],
    ['a gain under 5 %', 100 * MB, 95 * MB + 1, 0],
    ['a gain of 5 %', 100 * MB, 95 * MB, 1],
    ['a heavier one', 100 * MB, 200 * MB, 0],
  ])('%s', (_, heavy, light, count) => {
    expect(ask(pair(heavy, light), ['full'], ['run'])).toHaveLength(count);
  });

  test('nginx-light for nginx saves nothing', () => {
    const offers = [
      { name: 'nginx', installedBytes: 15 * MB, commands: 'nginx' },
      { name: 'nginx-light', source: 'nginx', depends: 'nginx', installedBytes: 0.1 * MB },
    ];
    expect(ask(offers, ['nginx'], ['nginx'])).toEqual([]);
  });
});

describe('folk advice that the data refute is not given', () => {
  test.each([
    ['imagemagick', 'graphicsmagick'],
    ['imagemagick', 'libvips-tools'],
    ['imagemagick', 'webp'],
    ['curl', 'wget'],
    ['wget', 'curl'],
    ['nginx', 'nginx-light'],
  ])('%s is not said to be replaced by %s', (heavy, light) => {
    expect(SAME_JOBS.filter(({ from, to }) => from.includes(heavy) && to.includes(light))).toEqual([]);
    // Nor is it found in another way: it ships other programs.
    const offers = [
      { name: heavy, installedBytes: 100 * MB, commands: heavy, provides: 'tool' },
      { name: light, installedBytes: 2 * MB, commands: light, provides: 'tool' },
    ];
    expect(ask(offers, [heavy], [heavy])).toEqual([]);
    expect(ask(offers, [heavy], null)).toEqual([]);
  });
});

describe('reviewed replacements', () => {
  const DNS: readonly MadeOffer[] = [
    { name: 'dnsutils', depends: 'bind9-libs', installedBytes: 1 * MB, commands: 'dig host' },
    { name: 'bind9-libs', installedBytes: 45 * MB },
    { name: 'knot-dnsutils', recommends: 'extra', installedBytes: 4.9 * MB, commands: 'kdig khost' },
    { name: 'extra', installedBytes: 60 * MB },
  ];

  test('say what is called instead, and what recommendations would cost', () => {
    expect(ask(DNS, ['dnsutils', 'bind9-libs'], ['dig'])).toEqual([
      expect.objectContaining({
        packages: ['knot-dnsutils'],
        found: 'same-job',
        savedBytes: 41.1 * MB,
        savedBytesWithRecommends: -18.9 * MB,
        onlyRecommended: ['extra'],
        renamed: { dig: 'kdig' },
        warnings: [expect.stringContaining('kdig')],
      }),
    ]);
  });

  test('know programs that alternatives put in place, but do not promise them', () => {
    const offers = [
      { name: 'vim', depends: 'vim-runtime', installedBytes: 4 * MB, commands: 'vim.basic' },
      { name: 'vim-runtime', installedBytes: 35 * MB },
      { name: 'vim-tiny', source: 'vim', installedBytes: 1.7 * MB, commands: 'vim.tiny' },
      { name: 'vim-other', source: 'vim', installedBytes: 1.7 * MB, commands: 'vim.other' },
    ];
    const found = ask(offers, ['vim', 'vim-runtime'], ['vim']);
    expect(found.map(({ packages, renamed }) => [packages, renamed])).toEqual([
      [['vim-tiny'], { vim: 'vi' }],
    ]);
  });

  test('warn of the flags of busybox', () => {
    const offers = [
      { name: 'procps', depends: 'lib', installedBytes: 1.5 * MB, commands: 'ps top slabtop' },
      { name: 'lib', installedBytes: 1 * MB },
      { name: 'busybox', installedBytes: 0.8 * MB, commands: 'busybox' },
    ];
    const [lighter] = ask(offers, ['procps', 'lib'], ['ps']);
    expect(lighter).toMatchObject({ packages: ['busybox'], renamed: { ps: 'busybox ps' } });
    expect(lighter!.warnings[0]).toContain('fewer options');
    // What busybox does not have is not promised.
    expect(ask(offers, ['procps', 'lib'], ['ps', 'slabtop'])).toEqual([]);
  });

  test('may need nothing at all', () => {
    const offers = [
      {
        name: 'software-properties-common',
        depends: 'python',
        installedBytes: 1 * MB,
        commands: 'add-apt-repository',
      },
      { name: 'python', installedBytes: 150 * MB, commands: 'python3' },
    ];
    const installed = ['software-properties-common', 'python'];
    expect(ask(offers, installed, ['add-apt-repository'])[0]).toMatchObject({
      packages: [],
      addedBytes: 0,
      savedBytes: 151 * MB,
    });
    // But not where what it brought is in use itself.
    expect(ask(offers, installed, ['add-apt-repository', 'python3'])).toEqual([]);
  });

  test('serve packages without programs', () => {
    const offers = [
      { name: 'locales-all', source: 'glibc', installedBytes: 220 * MB },
      { name: 'locales', source: 'glibc', installedBytes: 17 * MB, commands: 'locale-gen' },
    ];
    expect(ask(offers, ['locales-all'], ['bash'])[0]).toMatchObject({
      packages: ['locales'],
      found: 'same-job',
    });
  });

  test('each names packages once, and what it renames is no longer than a command', () => {
    for (const { from, to, renames } of SAME_JOBS) {
      expect(new Set([...from, ...to]).size).toBe(from.length + to.length);
      for (const name of [...from, ...to]) expect(name).toMatch(/^[a-z0-9][a-z0-9.+-]+$/);
      for (const [command, instead] of Object.entries(renames)) expect(instead).not.toBe(command);
    }
  });
});

test('certificates that only a recommendation brought are not lost in silence', () => {
  const offers = [
    {
      name: 'git',
      depends: 'perl',
      recommends: 'ca-certificates',
      installedBytes: 40 * MB,
      commands: 'git scalar',
    },
    { name: 'git-lite', source: 'git', installedBytes: 30 * MB, commands: 'git' },
    { name: 'perl', installedBytes: 50 * MB },
    { name: 'ca-certificates', installedBytes: 1 * MB },
  ];
  const [lighter] = ask(offers, ['git', 'perl', 'ca-certificates'], ['git']);
  expect(lighter!.packages).toEqual(['git-lite']);
  expect(lighter!.warnings).toEqual([expect.stringMatching(/^ca-certificates would be gone/)]);
  expect(
    ask(offers, ['git', 'perl', 'ca-certificates'], ['git'], { manual: ['ca-certificates'] })[0]!.warnings,
  ).toEqual([]);
});
