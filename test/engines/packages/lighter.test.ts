// Lighter packages in real numbers: Debian's own index on top of a real minimal system, with what is refuted kept silent.
import { existsSync, readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Catalogue } from '../../../src/catalogue/catalogue.ts';
import { readCatalogue } from '../../../src/catalogue/compact-format.ts';
import { InstallPlanner } from '../../../src/catalogue/install-closure.ts';
import { findLighter } from '../../../src/catalogue/lighter/find-lighter.ts';
import type { Lighter } from '../../../src/catalogue/lighter/lighter-question.ts';
import { ClosureFinder } from '../../../src/contents/packages/closures/removable-closure.ts';
import type { Inventory } from '../../../src/contents/packages/inventory.ts';
import { buildRelationGraph } from '../../../src/contents/packages/relations/build-relation-graph.ts';
import { findGraphPackage } from '../../../src/contents/packages/relations/relation-graph.ts';
import { type MadePackage, makeInventory } from '../../support/made-inventory.ts';
import { canRun } from '../run-program.ts';
import { makeNamedRoot, readRoot } from './apt-roots.ts';

/** What tools/write-catalogue.mjs writes for bookworm. */
const STORED = 'catalogues/debian-bookworm-amd64.catalogue.br';

const hasCatalogue = existsSync(STORED);
if (!hasCatalogue) {
  if (process.env['PLIMSOLL_ENGINES'] === 'required') throw new Error(`no ${STORED}`);
  process.stderr.write(
    `\nSKIPPED, engine test cannot run: no ${STORED}; node tools/write-catalogue.mjs writes it\n`,
  );
}
const canMake = canRun('mmdebstrap', ['--version'], () => true);

describe.runIf(hasCatalogue && canMake)('Debian bookworm', () => {
  let catalogue: Catalogue;
  let base: Inventory;

  beforeAll(async () => {
    catalogue = readCatalogue(brotliDecompressSync(readFileSync(STORED)), STORED);
    base = readRoot(await makeNamedRoot('minbase')).inventory;
  });

  /** The minimal system with one package more and what it needs; what the index states is taken as what is there. */
  function install(name: string, recommends: boolean): Inventory {
    const plan = new InstallPlanner(catalogue, base).plan([name], { recommends });
    if (plan.kind !== 'installable') throw new Error(`${name}: ${plan.kind}`);
    const added = makeInventory(
      'deb',
      plan.installed.map((planned): MadePackage => {
        const offer = catalogue.find(planned.name)!;
        return {
          name: offer.name,
          version: offer.version,
          source: offer.source,
          bytes: offer.installedBytes,
          isAutomatic: offer.name !== name,
          fields: {
            Depends: offer.depends,
            'Pre-Depends': offer.preDepends,
            Recommends: offer.recommends,
            Provides: offer.provides,
            'Multi-Arch': offer.multiArch,
          },
        };
      }),
    );
    const names = new Set(added.packages.map(({ record }) => record.name));
    return {
      ...base,
      packages: [...base.packages.filter(({ record }) => !names.has(record.name)), ...added.packages],
    };
  }

  function ask(name: string, used: readonly string[] | null, recommends = false): readonly Lighter[] {
    const inventory = install(name, recommends);
    const graph = buildRelationGraph(inventory, 'deb');
    const found = findLighter(
      {
        catalogue,
        inventory,
        graph,
        closures: new ClosureFinder(graph),
        usedCommands: used === null ? null : new Set(used),
        kept: new Set(),
      },
      findGraphPackage(graph, name)!,
    );
    const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
    for (const { packages, freedBytes, addedBytes, savedBytesWithRecommends } of found)
      process.stdout.write(
        `${name} ${mib(freedBytes)} MiB -> ${packages.join(' ') || 'nothing'} ${mib(addedBytes)} MiB; ` +
          `with recommends saved ${mib(savedBytesWithRecommends)} MiB\n`,
      );
    if (found.length === 0)
      process.stdout.write(`${name}: nothing lighter for ${used?.join(' ') ?? 'all of it'}\n`);
    return found;
  }

  test.each([
    ['gdb', ['gdb'], 'gdb-minimal'],
    ['gettext', ['envsubst'], 'gettext-base'],
    ['gnupg', ['gpg'], 'gpg'],
    ['mariadb-client', ['mariadb'], 'mariadb-client-core'],
    ['openjdk-17-jdk', ['java'], 'openjdk-17-jre-headless'],
    ['openjdk-17-jdk', ['java', 'javac'], 'openjdk-17-jdk-headless'],
    ['bind9-dnsutils', ['dig'], 'knot-dnsutils'],
    ['supervisor', ['supervisord'], 'runit'],
    ['locales-all', ['sh'], 'locales'],
    ['software-properties-common', ['add-apt-repository'], ''],
    ['vim', ['vim'], 'vim-tiny'],
  ] as const)('%s, used for %j: %s', (name, used, best) => {
    expect(ask(name, used).map(({ packages }) => packages.join(' '))).toContain(best);
  });

  test.each([
    [
      'imagemagick',
      ['convert'],
      ['graphicsmagick', 'libvips-tools', 'webp', 'graphicsmagick-imagemagick-compat'],
    ],
    ['curl', ['curl'], ['wget', 'wget2', 'aria2', 'busybox']],
    ['wget', ['wget'], ['curl', 'busybox']],
    ['nginx', ['nginx'], ['nginx-light', 'nginx-core', 'nginx-full', 'nginx-extras']],
    ['chromium', ['chromium'], ['netrik', 'lynx', 'w3m']],
    ['gdb', ['gdb'], ['gdbserver']],
    ['git', ['git'], ['python3-dulwich']],
  ] as const)('%s, used for %j, is not said to be replaced by %j', (name, used, refuted) => {
    const given = ask(name, used).flatMap(({ packages }) => packages);
    expect(given.filter((found) => (refuted as readonly string[]).includes(found))).toEqual([]);
  });
});
