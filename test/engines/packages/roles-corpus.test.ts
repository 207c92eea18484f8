// Roles on what real Dockerfiles install: development images on one side, expert production images on the other. Packages are
// those of Debian's own index, as apt on this machine has it, without the tags that an installed database does not hold either.
//
//   ROLES_CORPUS=FOLDER npx vitest run --config vitest.engines.config.ts test/engines/packages/roles-corpus.test.ts
//
// FOLDER holds checkouts of microsoft/vscode-dev-containers and of docker-library's python, php and buildpack-deps, by these names.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { PACKAGE_RULES } from '../../../src/checks/package-rules.ts';
import type { PackageRecord } from '../../../src/contents/packages/package-record.ts';
import { findRoles } from '../../../src/contents/packages/roles/find-roles.ts';
import { canRun } from '../run-program.ts';
import { readCorpus, readIndex, recordOf } from './roles-corpus.ts';

const CORPUS = process.env['ROLES_CORPUS'] ?? '';
const isThere = CORPUS !== '' && canRun('apt-cache', ['--version'], () => true);
if (!isThere) console.warn('SKIPPED: roles on a corpus (needs apt-cache and ROLES_CORPUS=FOLDER)');

const WARNED = new Set(PACKAGE_RULES.filter(({ tier }) => tier === 'ballast').flatMap(({ roles }) => roles));
const words = (text: string): readonly string[] => text.split(/\s+/).filter(Boolean);

let index: ReadonlyMap<string, PackageRecord>;

/** The names that a repository's files install and keep, those that a warning would name and the others. */
function divide(repository: string) {
  const corpus = readCorpus(join(CORPUS, repository));

  const found = new Set<string>();
  const left = new Set<string>();
  for (const word of corpus.words) {
    const isFound = findRoles(recordOf(word, index)).some(({ role }) => WARNED.has(role));
    (isFound ? found : left).add(word.name);
  }
  return {
    files: corpus.fileCount,
    installs: corpus.words.length,
    found: [...found].sort(),
    left: [...left].sort(),
  };
}

describe.skipIf(!isThere)('roles on a corpus of Dockerfiles', () => {
  beforeAll(() => {
    index = readIndex();
  });

  test('development images: of what they install, all but these are found, and these are none', () => {
    const { files, installs, found, left } = divide('vscode-dev-containers');
    console.log(`vscode-dev-containers: ${files} files, ${installs} installs, found: ${found.join(' ')}`);
    expect(files).toBeGreaterThan(130);
    // Reviewed by hand: run times, libraries, shells, services' clients, and tools that are advice or nobody's.
    const reviewed = words(`
      apt-utils bash bzip2 ca-certificates curl dialog docker-ce-cli firefox-esr fish gnupg-agent graphviz inotify-tools
      iproute2 libatk-bridge2.0-0 libatk1.0-0 libcups2 libgbm1 libglib2.0-0 libgtk-3-0 libnspr4 libnss3 libpango-1.0-0
      libpangocairo-1.0-0 libsm6 libx11-6 libx11-xcb1 libxcomposite1 libxcursor1 libxdamage1 libxext6 libxfixes3 libxi6
      libxinerama1 libxrandr2 libxrender1 lsb-release lynx lzma mariadb-client mongodb-database-tools mongodb-mongosh nodejs
      openssh-client openssl procps python python-is-python3 python3 python3-pip rlwrap software-properties-common unzip
      vim-doc wget xtail xvfb zip`);
    expect(left.filter((name) => !reviewed.includes(name))).toEqual([]);
  });

  test('images of Python: nothing but what the full variant keeps for builds', () => {
    const { files, installs, found } = divide('python');
    console.log(`python: ${files} files, ${installs} installs, found: ${found.join(' ')}`);
    expect(files).toBeGreaterThan(40);
    // The full variant stands on buildpack-deps, which is there to build upon.
    expect(found).toEqual(['libbluetooth-dev', 'tk-dev', 'uuid-dev']);
  });

  test('images of PHP: nothing but the build dependencies that they keep for phpize', () => {
    const { files, installs, found } = divide('php');
    console.log(`php: ${files} files, ${installs} installs, found: ${found.join(' ')}`);
    expect(files).toBeGreaterThan(60);
    const kept = words('autoconf dpkg-dev g++ gcc libc-dev make pkg-config re2c');
    expect(found.filter((name) => !kept.includes(name))).toEqual([]);
    expect(found).toEqual(kept);
  });

  test('buildpack-deps, there to build upon: of what it installs, all but these', () => {
    const { files, installs, found, left } = divide('buildpack-deps');
    console.log(`buildpack-deps: ${files} files, ${installs} installs, found: ${found.join(' ')}`);
    expect(left).toEqual(
      words(
        'bzip2 ca-certificates curl file gnupg imagemagick netbase openssh-client procps sq tzdata unzip wget xz-utils',
      ),
    );
  });
});
