// Language packages of a real image against syft: the same packages by name, version, package URL and place; and what the
// metadata says of files and purposes against the image and npm. Needs the registries of npm, PyPI and Maven when it builds.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeLanguagePurl } from '../../../src/contents/packages/language-purl.ts';
import { readNpmPurposes } from '../../../src/contents/packages/npm/npm-hidden-lockfile.ts';
import type { PackageRecord } from '../../../src/contents/packages/package-record.ts';
import { normalisePythonName } from '../../../src/contents/packages/python/normalise-name.ts';
import { listPythonFiles } from '../../../src/contents/packages/python/python-file-list.ts';
import { findParser } from '../../support/read-packages.ts';
import { DOCKER } from '../docker-overlay2.ts';
import { canRun, runProgram } from '../run-program.ts';
import { askSyft, SYFT } from './ask-syft.ts';
import { readExportedFiles } from './exported-files.ts';

/** syft's catalogers of installed packages, and the fewest packages that show a real image. */
const ECOSYSTEMS = {
  npm: ['javascript-package-cataloger', 1000],
  pypi: ['python-installed-package-cataloger', 30],
  gem: ['ruby-installed-gemspec-cataloger', 50],
  maven: ['java-archive-cataloger', 250],
  composer: ['php-composer-installed-cataloger', 5],
} as const;
/** What is listed here and not by syft: jars with no manifest, which their file names tell all the same. */
const EXTRAS = new Set(['pkg:maven/javax.inject/javax.inject@1']);

/** One package at one place. */
interface ListedPackage {
  readonly foundBy: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly path: string;
}

const IMAGE = process.env['PLIMSOLL_LANGUAGES_IMAGE'] ?? 'plimsoll-test/languages';
const hasEngines = canRun(DOCKER, ['version'], () => true) && canRun(SYFT, ['version'], () => true);

describe.runIf(hasEngines)(`the packages of ${IMAGE}`, () => {
  const records: { readonly record: PackageRecord; readonly path: string }[] = [];
  const texts = new Map<string, Buffer>();
  const paths = new Set<string>();
  let listed: readonly ListedPackage[] = [];

  beforeAll(async () => {
    if (process.env['PLIMSOLL_LANGUAGES_IMAGE'] === undefined) await buildImage();
    const wants = (path: string): boolean => {
      paths.add(path);
      return findParser(path) !== undefined;
    };
    await readExportedFiles(IMAGE, wants, (path, content) => {
      const parsed = findParser(path)!.parse(content, path);
      if (parsed?.kind === 'text') texts.set(path, content);
      for (const record of parsed?.kind === 'packages' ? parsed.packages : []) records.push({ record, path });
    });
    listed = (await askSyft(`docker:${IMAGE}`)).flatMap((item) =>
      item.paths.map((path) => ({ ...item, path })),
    );
  }, 1_800_000);

  test.each(Object.entries(ECOSYSTEMS))('%s', (type, [cataloger, fewest]) => {
    const theirs = new Set(listed.filter(({ foundBy }) => foundBy === cataloger).map(write));
    const ours = new Set(records.filter(({ record }) => record.type === type).map(writeRecord));
    const missing = [...theirs].filter((line) => !ours.has(line));
    const extra = [...ours].filter((line) => !theirs.has(line));
    process.stderr.write(
      `\n${type}: syft ${theirs.size}, here ${ours.size}\n${missing.map((line) => `  - ${line}\n`).join('')}`,
    );
    expect(theirs.size).toBeGreaterThanOrEqual(fewest);
    expect(missing.length).toBeLessThanOrEqual(0.02 * theirs.size);
    // A package of another URL is an extra too, so each is to be explained.
    expect(extra.filter((line) => !EXTRAS.has(line.split(' ')[2]!)).length).toBeLessThanOrEqual(
      missing.length,
    );
  });

  test('Python’s lists name files that are there', () => {
    let count = 0;
    const absent: string[] = [];
    for (const [path, text] of texts) {
      // Debian moves what pip installed to its own places, and leaves pip's list as it was.
      if (!path.endsWith('/RECORD') || path.startsWith('usr/lib/python3/dist-packages/')) continue;
      for (const file of Buffer.from(listPythonFiles(text, path)).toString().split('\n').slice(0, -1)) {
        count++;
        if (!paths.has(file)) absent.push(file);
      }
    }
    expect(count).toBeGreaterThan(5000);
    expect(absent).toEqual([]);
  });

  test('what is there for development is what npm would leave out', async () => {
    const root = 'srv/app';
    const lockfile = `${root}/node_modules/.package-lock.json`;
    const purposes = readNpmPurposes(texts.get(lockfile)!, lockfile);
    const list = ['npm', 'ls', '--all', '--parseable', '--omit=dev'];
    const run = await runProgram(DOCKER, ['run', '--rm', '--network=none', '-w', `/${root}`, IMAGE, ...list]);
    const kept = new Set(run.output.split('\n').map((line) => line.slice(1)));
    const installed = new Set(
      records
        .map(({ record }) => (record.files.kind === 'folder' ? record.files.path : ''))
        .filter((folder) => folder.startsWith(`${root}/node_modules/`)),
    );
    expect(kept.size).toBeGreaterThan(100);
    expect(purposes.size).toBeGreaterThan(100);
    for (const folder of installed) {
      const purpose = purposes.get(folder);
      // Whether npm keeps these hangs on which optional dependencies it could install.
      if (purpose !== 'devOptional') expect([folder, purpose === 'dev']).toEqual([folder, !kept.has(folder)]);
    }
  });
});

function write({ name, version, purl, path }: ListedPackage): string {
  return `${name} ${version} ${purl} ${path}`;
}

/** As syft spells names, and what has no version. */
function writeRecord({ record, path }: { record: PackageRecord; path: string }): string {
  const { type, name, version } = record;
  const short = type === 'maven' ? name.slice(name.indexOf(':') + 1) : name;
  return write({
    foundBy: '',
    name: type === 'pypi' ? normalisePythonName(name) : short,
    version: version || 'UNKNOWN',
    purl: makeLanguagePurl(record),
    path,
  });
}

async function buildImage(): Promise<void> {
  const context = await mkdtemp(join(tmpdir(), 'plimsoll-languages-'));
  try {
    await cp(join(dirname(fileURLToPath(import.meta.url)), 'languages-image'), context, { recursive: true });
    await cp(process.env['SSL_CERT_FILE'] ?? '/etc/ssl/certs/ca-certificates.crt', join(context, 'ca.crt'));
    const base = process.env['PLIMSOLL_BASE_IMAGE'] ?? 'debian:bookworm-slim';
    const args = ['build', '--network', 'host', '--build-arg', `BASE=${base}`, '-t', IMAGE, context];
    const built = await runProgram('env', ['DOCKER_BUILDKIT=1', DOCKER, ...args]);
    if (!built.isDone) throw new Error(`docker build: ${built.complaint.slice(-2000)}`);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}
