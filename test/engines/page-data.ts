// A made page of any size: as many paths and findings as asked for, hostile names among them.

import { FILE_KIND, type ListedFile, packFiles } from '../../src/report/page/file-columns.ts';
import type { ImagePage, PageFinding, PageLayer } from '../../src/report/page/image-page.ts';

/** Text that would end a script, begin a comment, or run where it is taken for HTML. */
export const HOSTILE_NAME = '</script><img src=x onerror="document.title=`taken`"><!--\u2028\u202ecod.exe';

const RULES = [
  'apt-cache',
  'hidden-deleted',
  'pip-cache',
  'documentation',
  'source-map',
  'log-files',
] as const;
const MB = 1_000_000;

/** The data of a page about an image with `fileCount` paths and `findingCount` findings. */
export function makePage(fileCount: number, findingCount: number): ImagePage {
  const layers = Array.from({ length: 12 }, (_, index) => index);
  const findings = Array.from({ length: findingCount }, (_, i) => makeFinding(i));
  const files = [...makeFiles(fileCount, findingCount)];
  const bytesOf = (takes: (file: ListedFile) => boolean): number =>
    files.reduce((sum, file) => sum + (takes(file) ? file.bytes : 0), 0);
  const isAdvice = ({ finding }: ListedFile): boolean => findings[finding]?.severity === 'advice';
  const isBallast = (file: ListedFile): boolean => file.finding >= 0 && !isAdvice(file);
  const ballastBytes = bytesOf(isBallast);
  const entryBytes = bytesOf(() => true);
  for (const [i, finding] of findings.entries()) {
    const own = files.filter((file) => file.finding === i);
    Object.assign(finding, {
      bytes: own.reduce((sum, file) => sum + file.bytes, 0),
      fileCount: own.length,
      paths: own.slice(0, 20).map(({ path, bytes }) => ({ path, bytes })),
    });
  }
  return {
    kind: 'image-page',
    version: '0.0.0',
    target: {
      name: 'shop/web:1.4.2',
      reference: 'docker://registry.example/shop/web:1.4.2',
      digest: `sha256:${'5a'.repeat(32)}`,
      platform: 'linux/amd64',
      created: '2026-11-20T10:00:00Z',
    },
    base: { reference: 'docker://registry.example/node:22-slim', layerCount: 4 },
    profile: 'production',
    verdict: { passes: false, failOn: 'warning', failingCount: findingCount, budgets: [] },
    bytes: {
      entryBytes,
      shippedBytes: Math.round(entryBytes * 0.4),
      neededBytes: entryBytes - ballastBytes,
      ballastBytes,
      adviceBytes: bytesOf(isAdvice),
      ignoredBytes: 0,
      ballastByOrigin: {
        yours: Math.round(ballastBytes * 0.8),
        inherited: ballastBytes - Math.round(ballastBytes * 0.8),
      },
    },
    isPullCostKnown: true,
    layers: layers.map((index): PageLayer => {
      const own = (takes: (file: ListedFile) => boolean): number =>
        bytesOf((file) => file.layer === index && takes(file));
      return {
        index,
        diffId: `sha256:${String(index).padStart(64, '0')}`,
        instruction:
          index === 3
            ? `RUN echo '${HOSTILE_NAME}'`
            : `RUN apt-get update && apt-get install -y package-${index}`,
        origin: index < 4 ? 'inherited' : 'yours',
        entryCount: files.length,
        entryBytes: own(() => true),
        shippedBytes: Math.round(own(() => true) * 0.4),
        hiddenBytes: own(({ hiddenBy }) => hiddenBy >= 0),
        neededBytes: own((file) => !isBallast(file)),
        ballastBytes: own(isBallast),
        adviceBytes: own(isAdvice),
        ballastByCause: {},
      };
    }),
    findings: [...findings, makeSecret(findingCount)],
    ruleTitles: {
      ...Object.fromEntries(RULES.map((rule) => [rule, `Title of ${rule}`])),
      'secret/token': 'Secret: token',
    },
    distribution: 'debian 12',
    packages: Array.from({ length: 420 }, (_, i) => ({
      type: i % 4 === 0 ? 'npm' : 'deb',
      name: i === 7 ? HOSTILE_NAME : `package-${i}`,
      version: `1.${i}.0`,
      architecture: 'amd64',
      source: '',
      licence: 'MIT',
      layer: i % 12,
      state: i % 50 === 3 ? 'removed' : 'installed',
      bytes: Math.round((MB * 90) / (i + 1)),
      fileCount: 10 + i,
      isAutomatic: i % 3 === 0,
      frees:
        i % 5 === 0
          ? null
          : { packages: 1 + (i % 7), bytes: Math.round((MB * 120) / (i + 1)), dependents: i % 2 },
      roles: i % 9 === 0 ? [{ role: 'compiler', because: 'reviewed list' }] : [],
    })),
    lighter: {
      packages: [
        {
          name: 'package-1',
          version: '1.1.0',
          freedBytes: 60 * MB,
          freedPackages: 3,
          choices: [
            {
              packages: ['lighter-1'],
              found: 'same-job',
              addedBytes: 2 * MB,
              savedBytes: 58 * MB,
              savedBytesWithRecommends: 57 * MB,
              onlyRecommended: [],
              renamed: { heavy: 'light' },
              warnings: ['It lacks one of the programs.'],
            },
          ],
        },
      ],
      base: null,
      notes: ['The base is not read from a registry by a tag.'],
    },
    files: packFiles(files),
  };
}

function* makeFiles(fileCount: number, findingCount: number): Iterable<ListedFile> {
  const tops = ['usr/lib', 'usr/share', 'var/lib', 'app/node_modules', 'opt'];
  for (let i = 0; i < fileCount; i++) {
    const folder = `${tops[i % 5]}/part-${i % 40}/deep-${i % 700}`;
    yield {
      path: i === 11 ? `usr/lib/${HOSTILE_NAME}` : `${folder}/file-${i}.js`,
      kind: i % 30 === 0 ? FILE_KIND.symlink : FILE_KIND.file,
      bytes: i % 30 === 0 ? 0 : 500 + ((i * 7919) % 40_000) + (i % 5 === 3 ? 30_000 : 0),
      layer: i % 12,
      hiddenBy: i % 17 === 0 ? 11 : -1,
      finding: i % 3 === 0 ? i % findingCount : -1,
      owner: i % 2 === 0 ? i % 420 : -1,
    };
  }
}

function makeFinding(i: number): PageFinding {
  const rule = RULES[i % RULES.length]!;
  return {
    rule,
    severity: i % 6 === 3 ? 'advice' : i % 11 === 0 ? 'error' : 'warning',
    message: i === 5 ? HOSTILE_NAME : `what ${rule} leaves`,
    state: i % 4 === 0 ? 'hidden' : 'visible',
    origin: i % 5 === 0 ? 'inherited' : 'yours',
    layer: i % 12,
    hiddenByLayer: i % 4 === 0 ? 11 : null,
    instruction: `RUN step-${i % 12}`,
    folder: 'var/lib',
    paths: [],
    fileCount: 0,
    bytes: 0,
    shippedBytes: 1000,
    packages: [],
    because: null,
    place: null,
    secret: null,
    fix: `Remove it in the same RUN: step ${i}.`,
    ignored: null,
  };
}

function makeSecret(i: number): PageFinding {
  return {
    ...makeFinding(i),
    rule: 'secret/token',
    severity: 'error',
    message: 'a token',
    state: 'hidden',
    layer: 5,
    hiddenByLayer: 6,
    paths: [{ path: 'root/token', bytes: 0 }],
    fileCount: 1,
    secret: {
      count: 1,
      layers: [5],
      hiddenByInstruction: 'RUN rm /root/token',
      offsets: [{ offsetBytes: 17, member: null }],
      places: [],
      fingerprints: [],
    },
  };
}
