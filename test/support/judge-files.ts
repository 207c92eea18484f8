// Judging images made of a few files, for tests of rules: real tars are scanned, squashed and judged.
import { expect } from 'vitest';
import type { Finding } from '../../src/checks/finding.ts';
import { chooseFix } from '../../src/checks/fixes/choose-fix.ts';
import { judgeImage } from '../../src/checks/judging/judge-image.ts';
import type { Profile } from '../../src/checks/profile.ts';
import type { FixContext, PathRule, Rule, ViewRule } from '../../src/checks/rule.ts';
import type { ImageContents } from '../../src/contents/image-contents.ts';
import { buildInventory } from '../../src/contents/packages/build-inventory.ts';
import { squashLayers } from '../../src/contents/view/squash-layers.ts';
import type { ImageConfig } from '../../src/oci/image/config.ts';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { dir, file, layer, scanBytes } from './layers.ts';

/** A path of a small file, a folder where it ends in a slash, or any entry. */
export type TestFile = string | TarItem;

/** What the image runs with. */
export interface TestRun {
  readonly command?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly workingFolder?: string;
  readonly profile?: Profile;
}

/** The findings about an image of one layer with these files. */
export async function judgeFiles(
  rules: readonly Rule[],
  files: readonly TestFile[],
  run: TestRun = {},
): Promise<readonly Finding[]> {
  const items = files.map((item) => {
    if (typeof item !== 'string') return item;
    return item.endsWith('/') ? dir(item.slice(0, -1)) : file(item, 'x');
  });
  return judgeImage(await makeContents(items, run), rules, {
    pathsPerFinding: 10_000,
    ...(run.profile === undefined ? {} : { profile: run.profile }),
  }).findings;
}

/** Fails unless the rule finds exactly these files of the image; `others` are in it too and must not be found. */
export async function expectFound(
  rule: PathRule,
  found: readonly TestFile[],
  others: readonly TestFile[] = [],
  run: TestRun = {},
): Promise<void> {
  const findings = await judgeFiles([rule], [...found, ...others], run);
  const paths = findings.flatMap((finding) => finding.paths.map(({ path }) => path));
  expect(paths.toSorted()).toEqual(found.map(pathOf).toSorted());
}

/** Fails where the rule finds any of these files. */
export async function expectLeft(
  rule: PathRule,
  files: readonly TestFile[],
  run: TestRun = {},
): Promise<void> {
  await expectFound(rule, [], files, run);
}

/** The fix a rule gives for files in a folder that an instruction made. */
export function fixOf(
  rule: PathRule | ViewRule,
  folder: string,
  instruction: string | null = null,
  paths: readonly string[] = [],
  neededPaths: readonly string[] = [],
): string {
  const context: FixContext = { instruction, folder, paths, neededPaths };
  return chooseFix(rule, context);
}

/** The beginnings of files by which their content is told. */
export const HEADS = {
  elfExecutable: elf(2),
  elfShared: elf(3),
  elfObject: elf(1),
  elfCore: elf(4),
  archive: Buffer.from('!<arch>\nlib.o/          '),
  gzip: Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]),
  zip: Buffer.from('PK\x03\x04\x14\0\0\0'),
  xz: Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]),
  bzip2: Buffer.from('BZh91AY&SY'),
  tar: tarHead(),
  zstd: Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 4, 0]),
  deb: Buffer.from('!<arch>\ndebian-binary   1700000000  0     0'),
  rpm: Buffer.from([0xed, 0xab, 0xee, 0xdb, 3, 0]),
  zeros: Buffer.alloc(4096),
} as const;

/** A compiled Python file (PEP 552); flags 0 mean that time and size of the source are compared. */
export function pyc(
  path: string,
  source: { mtimeSeconds: number; sizeBytes: number; flags?: number; magic?: number },
): TarItem {
  const content = Buffer.alloc(32, 7);
  content.writeUInt16LE(source.magic ?? 3495, 0);
  content.write('\r\n', 2, 'latin1');
  content.writeUInt32LE(source.flags ?? 0, 4);
  content.writeUInt32LE(source.mtimeSeconds, 8);
  content.writeUInt32LE(source.sizeBytes, 12);
  return file(path, content);
}

async function makeContents(items: readonly TarItem[], run: TestRun): Promise<ImageContents> {
  const scan = await scanBytes(layer(items));
  const { facts, compression, storedBytes, shipped } = scan;
  const layers = [
    {
      index: 0,
      diffId: facts.diffId,
      descriptor: null,
      facts,
      compression,
      storedBytes,
      shipped,
      isFromCache: false,
    },
  ];
  const config: ImageConfig = {
    platform: { os: 'linux', architecture: 'amd64' },
    run: {
      env: Object.entries(run.env ?? {}).map(([name, value]) => `${name}=${value}`),
      entrypoint: [],
      cmd: run.command ?? [],
      labels: {},
      ...(run.workingFolder === undefined ? {} : { workingDir: run.workingFolder }),
    },
    diffIds: [facts.diffId],
    history: [],
    json: {},
  };
  const view = squashLayers([facts]);
  return {
    transport: 'oci',
    reference: 'test',
    digest: facts.diffId,
    config,
    storedConfig: config,
    annotations: {},
    layers,
    secrets: { kindById: new Map(), inConfig: [] },
    view,
    inventory: await buildInventory({ layers, view }),
    baseLayerCount: 0,
  };
}

function elf(type: number): Buffer {
  const head = Buffer.alloc(64);
  head.write('\x7fELF', 'latin1');
  head.set([2, 1, 1], 4);
  head.writeUInt16LE(type, 16);
  return head;
}

function tarHead(): Buffer {
  const head = Buffer.alloc(512, 'a');
  head.write('ustar', 257, 'latin1');
  return head;
}

function pathOf(item: TestFile): string {
  return typeof item === 'string' ? item : String(item.path);
}
