// Pairs for rebasing with the verdicts that they must get: what is proven, what is checked, and what must be refused.
import type { RebaseNoteKind, RebaseVerdict } from '../../../src/rewrite/rebase/rebase-note.ts';
import { dir, file, link, opaque, symlink, whiteout } from '../../support/layers.ts';
import type { PairImage, RebasePair } from '../../support/rebase-pairs.ts';

const ETC = dir('etc');
const BASE = [
  ETC,
  dir('usr'),
  dir('usr/bin'),
  file('usr/bin/tool', 'tool 1'),
  file('etc/os-release', 'ID=x\n'),
];
const NEWER = [
  ETC,
  dir('usr'),
  dir('usr/bin'),
  file('usr/bin/tool', 'tool 2'),
  file('etc/os-release', 'ID=x\n'),
];
const APP = [dir('app'), file('app/main', 'main')];

function status(...packages: readonly (readonly [name: string, version: string, more?: string])[]): string {
  return packages
    .map(
      ([name, version, more = '']) =>
        `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n${more}\n`,
    )
    .join('');
}

/** A pair with the verdict that it must get. */
export interface LabelledPair extends RebasePair {
  readonly verdict: RebaseVerdict;
  /** Kinds of the notes that decide. */
  readonly kinds?: readonly RebaseNoteKind[];
}

const on = (old: readonly unknown[], app: readonly unknown[], newer: readonly unknown[]) =>
  ({ old: { layers: [old] }, app: { layers: [app] }, new: { layers: [newer] } }) as unknown as {
    old: PairImage;
    app: PairImage;
    new: PairImage;
  };
const dpkg = (text: string) => [
  dir('var'),
  dir('var/lib'),
  dir('var/lib/dpkg'),
  file('var/lib/dpkg/status', text),
];
const etc = (name: string, text: string) => [ETC, file(`etc/${name}`, text)];
const PYTHON = (version: string) => [
  dir('usr'),
  dir('usr/local'),
  dir('usr/local/bin'),
  file(`usr/local/bin/python${version}`, `python ${version}`, { mode: 0o755 }),
  dir('usr/local/lib'),
  dir(`usr/local/lib/python${version}`),
  file(`usr/local/lib/python${version}/os.py`, 'os'),
];

/** The pairs by name. */
export const LABELLED_PAIRS: Readonly<Record<string, LabelledPair>> = {
  'a point release of the base': { ...on(BASE, APP, NEWER), verdict: 'proven' },
  'a base of several layers': {
    old: { layers: [BASE, [ETC, file('etc/a', '1')]] },
    app: { layers: [APP] },
    new: { layers: [NEWER, [ETC, file('etc/a', '2')], [ETC, file('etc/b', '1')]] },
    verdict: 'proven',
  },
  'a file that the application changed and the base did not': {
    ...on(BASE, [ETC, file('etc/os-release', 'ID=y\n')], NEWER),
    verdict: 'proven',
  },
  'a file masked by the application': {
    ...on(BASE, [dir('usr'), dir('usr/bin'), file('usr/bin/tool', 'mine')], NEWER),
    verdict: 'conflict',
    kinds: ['masked-change'],
  },
  'a chown of what the new base changed': {
    ...on(BASE, [dir('usr'), dir('usr/bin'), file('usr/bin/tool', 'tool 1', { uid: 7 })], NEWER),
    verdict: 'conflict',
    kinds: ['masked-change'],
  },
  'a path that both took': {
    ...on(BASE, etc('new.conf', 'app'), [...NEWER, file('etc/new.conf', 'base')]),
    verdict: 'conflict',
    kinds: ['path-taken'],
  },
  'the very same file added by both': {
    ...on(BASE, etc('new.conf', 'same'), [...NEWER, file('etc/new.conf', 'same')]),
    verdict: 'checked',
    kinds: ['same-addition'],
  },
  'an edited file that the new base dropped': {
    ...on([...BASE, file('etc/gone', '1')], etc('gone', '2'), NEWER),
    verdict: 'checked',
    kinds: ['orphaned-edit'],
  },
  'a merged /usr in the new base': {
    ...on(
      [dir('lib'), file('lib/a', '1'), dir('usr'), dir('usr/lib')],
      [dir('lib'), file('lib/app', '1')],
      [symlink('lib', 'usr/lib'), dir('usr'), dir('usr/lib'), file('usr/lib/a', '1')],
    ),
    verdict: 'conflict',
    kinds: ['changed-type'],
  },
  'a file where the new base has a folder': {
    ...on(BASE, etc('x', 'app'), [...NEWER, dir('etc/x'), file('etc/x/y', '1')]),
    verdict: 'conflict',
    kinds: ['changed-type'],
  },
  'a folder whose mode the base changed and the application repeats': {
    ...on(
      [dir('srv', { mode: 0o755 })],
      [dir('srv', { mode: 0o755 }), file('srv/a', '1')],
      [dir('srv', { mode: 0o750 })],
    ),
    verdict: 'checked',
    kinds: ['folder-attributes'],
  },
  'a folder whose mode both changed': {
    ...on(
      [dir('srv', { mode: 0o755 })],
      [dir('srv', { mode: 0o700 }), file('srv/a', '1')],
      [dir('srv', { mode: 0o750 })],
    ),
    verdict: 'conflict',
    kinds: ['masked-change'],
  },
  'a deleted folder that grew': {
    ...on(
      [...BASE, dir('usr/doc'), file('usr/doc/a', '1')],
      [dir('usr'), whiteout('usr/doc')],
      [...NEWER, dir('usr/doc'), file('usr/doc/a', '1'), file('usr/doc/b', '1')],
    ),
    verdict: 'conflict',
    kinds: ['deletion-grew'],
  },
  'an opaque folder that did not grow': {
    ...on(
      [...BASE, dir('usr/doc'), file('usr/doc/a', '1')],
      [dir('usr'), dir('usr/doc'), opaque('usr/doc'), file('usr/doc/mine', '1')],
      [...NEWER, dir('usr/doc'), file('usr/doc/a', '1')],
    ),
    verdict: 'proven',
  },
  'a deleted file that the new base changed': {
    ...on([...BASE, file('etc/motd', '1')], [ETC, whiteout('etc/motd')], [...NEWER, file('etc/motd', '2')]),
    verdict: 'checked',
    kinds: ['deleted-change'],
  },
  'a deleted file that the new base dropped': {
    ...on([...BASE, file('etc/motd', '1')], [ETC, whiteout('etc/motd')], NEWER),
    verdict: 'checked',
    kinds: ['deleted-twice'],
  },
  'a mark over a cache that only the new base has': {
    ...on(
      [...BASE, dir('var'), dir('var/cache'), dir('var/cache/apt')],
      [dir('var'), dir('var/cache'), dir('var/cache/apt'), whiteout('var/cache/apt/pkgcache.bin')],
      [...NEWER, dir('var'), dir('var/cache'), dir('var/cache/apt'), file('var/cache/apt/pkgcache.bin', 'x')],
    ),
    verdict: 'checked',
    kinds: ['harmless-mask'],
  },
  'a mark over a file that only the new base has': {
    ...on(BASE, [ETC, whiteout('etc/new')], [...NEWER, file('etc/new', 'x')]),
    verdict: 'conflict',
    kinds: ['unexplained-path'],
  },
  'a link into the base that leads nowhere': {
    ...on([...BASE, file('etc/target', '1')], [dir('app'), symlink('app/l', '../etc/target')], NEWER),
    verdict: 'conflict',
    kinds: ['lost-link'],
  },
  'a link that led nowhere before': {
    ...on(BASE, [dir('app'), symlink('app/l', '/nowhere')], NEWER),
    verdict: 'proven',
  },
  'hard links of the application': {
    ...on(BASE, [dir('app'), file('app/a', '1'), link('app/b', 'app/a')], NEWER),
    verdict: 'proven',
  },
  'packages that only the application installed': {
    ...on([...BASE, ...dpkg(status(['libc6', '1']))], dpkg(status(['curl', '1'], ['libc6', '1'])), [
      ...NEWER,
      ...dpkg(status(['libc6', '2'])),
    ]),
    verdict: 'checked',
    kinds: ['merged-file'],
  },
  'a package that both upgraded differently': {
    ...on([...BASE, ...dpkg(status(['libc6', '1']))], dpkg(status(['libc6', '2'])), [
      ...NEWER,
      ...dpkg(status(['libc6', '3'])),
    ]),
    verdict: 'conflict',
    kinds: ['unmerged-file'],
  },
  'a package whose dependency the new base dropped': {
    ...on(
      [...BASE, ...dpkg(status(['libz', '1']))],
      dpkg(status(['curl', '1', 'Depends: libz\n'], ['libz', '1'])),
      [...NEWER, ...dpkg(status(['other', '1']))],
    ),
    verdict: 'conflict',
    kinds: ['unmet-dependency'],
  },
  'a package that one of the new base breaks': {
    ...on([...BASE, ...dpkg(status(['libz', '1']))], dpkg(status(['curl', '1'], ['libz', '1'])), [
      ...NEWER,
      ...dpkg(status(['libz', '2', 'Breaks: curl (<< 2)\n'])),
    ]),
    verdict: 'conflict',
    kinds: ['refused-package'],
  },
  'a package in a version that one of the new base does not break': {
    ...on([...BASE, ...dpkg(status(['libz', '1']))], dpkg(status(['curl', '2'], ['libz', '1'])), [
      ...NEWER,
      ...dpkg(status(['libz', '2', 'Breaks: curl (<< 2)\n'])),
    ]),
    verdict: 'checked',
    kinds: ['merged-file'],
  },
  'packages that stood beside each other against their word before': {
    ...on(
      [...BASE, ...dpkg(status(['libz', '1', 'Conflicts: curl\n']))],
      dpkg(status(['curl', '1'], ['libz', '1', 'Conflicts: curl\n'])),
      [...NEWER, ...dpkg(status(['libz', '1', 'Conflicts: curl\n'], ['other', '1']))],
    ),
    verdict: 'checked',
    kinds: ['merged-file'],
  },
  'users of both': {
    ...on(
      [...BASE, file('etc/passwd', 'root:x:0:0::/root:/bin/sh\n')],
      etc('passwd', 'root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/app:/bin/sh\n'),
      [...NEWER, file('etc/passwd', 'root:x:0:0::/root:/bin/sh\nntp:x:101:101::/:/bin/false\n')],
    ),
    verdict: 'checked',
    kinds: ['merged-file'],
  },
  'users of both with one number': {
    ...on(
      [...BASE, file('etc/passwd', 'root:x:0:0::/root:/bin/sh\n')],
      etc('passwd', 'root:x:0:0::/root:/bin/sh\napp:x:101:101::/app:/bin/sh\n'),
      [...NEWER, file('etc/passwd', 'root:x:0:0::/root:/bin/sh\nntp:x:101:101::/:/bin/false\n')],
    ),
    verdict: 'conflict',
    kinds: ['unmerged-file'],
  },
  'one user with two numbers': {
    ...on([...BASE, file('etc/passwd', '')], etc('passwd', 'app:x:1:1::/:\n'), [
      ...NEWER,
      file('etc/passwd', 'app:x:2:2::/:\n'),
    ]),
    verdict: 'conflict',
    kinds: ['unmerged-file'],
  },
  'certificates of both': {
    ...on(
      [ETC, dir('etc/ssl'), dir('etc/ssl/certs'), file('etc/ssl/certs/ca-certificates.crt', bundle('AAAA'))],
      [
        ETC,
        dir('etc/ssl'),
        dir('etc/ssl/certs'),
        file('etc/ssl/certs/ca-certificates.crt', bundle('AAAA', 'MINE')),
      ],
      [ETC, dir('etc/ssl'), dir('etc/ssl/certs'), file('etc/ssl/certs/ca-certificates.crt', bundle('BBBB'))],
    ),
    verdict: 'checked',
    kinds: ['merged-file'],
  },
  'an rpm database that the application rewrote': {
    ...on(
      [dir('var'), dir('var/lib'), dir('var/lib/rpm'), file('var/lib/rpm/rpmdb.sqlite', 'old')],
      [dir('var'), dir('var/lib'), dir('var/lib/rpm'), file('var/lib/rpm/rpmdb.sqlite', 'mine')],
      [dir('var'), dir('var/lib'), dir('var/lib/rpm'), file('var/lib/rpm/rpmdb.sqlite', 'new')],
    ),
    verdict: 'conflict',
    kinds: ['masked-change'],
  },
  'logs of the package manager': {
    ...on(
      [dir('var'), dir('var/log'), file('var/log/dpkg.log', '1')],
      [dir('var'), dir('var/log'), file('var/log/dpkg.log', '2')],
      [dir('var'), dir('var/log'), file('var/log/dpkg.log', '3')],
    ),
    verdict: 'checked',
    kinds: ['harmless-mask'],
  },
  'modules for a Python that is gone': {
    ...on(
      PYTHON('3.11'),
      [
        dir('usr'),
        dir('usr/local'),
        dir('usr/local/lib'),
        dir('usr/local/lib/python3.11'),
        file('usr/local/lib/python3.11/x.py', ''),
      ],
      PYTHON('3.12'),
    ),
    verdict: 'conflict',
    kinds: ['language-abi'],
  },
  'modules for the same Python': {
    ...on(
      PYTHON('3.11'),
      [
        dir('usr'),
        dir('usr/local'),
        dir('usr/local/lib'),
        dir('usr/local/lib/python3.11'),
        file('usr/local/lib/python3.11/x.py', ''),
      ],
      [...PYTHON('3.11'), file('usr/local/lib/python3.11/new.py', '1')],
    ),
    verdict: 'proven',
  },
  "an addon for another Node's ABI": {
    ...on(node(108), [dir('app'), file('app/a.node', 'x')], node(115)),
    verdict: 'conflict',
    kinds: ['language-abi'],
  },
  'a script whose interpreter is gone': {
    ...on(
      [dir('usr'), dir('usr/bin'), file('usr/bin/perl', 'x', { mode: 0o755 })],
      [dir('app'), file('app/run', '#!/usr/bin/perl\n', { mode: 0o755 })],
      [dir('usr'), dir('usr/bin')],
    ),
    verdict: 'conflict',
    kinds: ['lost-interpreter'],
  },
  'an entry point of the base that is gone': {
    ...on([dir('usr'), dir('usr/bin'), file('usr/bin/tini', 'x', { mode: 0o755 })], APP, [
      dir('usr'),
      dir('usr/bin'),
    ]),
    app: { layers: [APP], run: { Entrypoint: ['/usr/bin/tini', '--', '/app/main'] } },
    verdict: 'conflict',
    kinds: ['lost-program'],
  },
  'variables that only the base changed': {
    old: { layers: [BASE], run: { Env: ['PATH=/bin', 'LANG=C'] } },
    app: { layers: [APP], run: { Env: ['PATH=/bin', 'LANG=C', 'APP=1'], Cmd: ['/app/main'] } },
    new: { layers: [NEWER], run: { Env: ['PATH=/bin', 'LANG=C.UTF-8'] } },
    verdict: 'checked',
    kinds: ['merged-config'],
  },
  'a variable that both changed': {
    old: { layers: [BASE], run: { Env: ['LANG=C'] } },
    app: { layers: [APP], run: { Env: ['LANG=de'] } },
    new: { layers: [NEWER], run: { Env: ['LANG=fr'] } },
    verdict: 'conflict',
    kinds: ['config-clash'],
  },
  'a search path that both lengthened': {
    old: { layers: [BASE], run: { Env: ['PATH=/usr/bin:/bin'] } },
    app: { layers: [APP], run: { Env: ['PATH=/app/bin:/usr/bin:/bin'] } },
    new: { layers: [NEWER], run: { Env: ['PATH=/usr/local/bin:/usr/bin:/bin'] } },
    verdict: 'checked',
    kinds: ['merged-config'],
  },
  'another user of the new base': {
    old: { layers: [BASE], run: { User: 'root' } },
    app: { layers: [APP], run: { User: 'app' } },
    new: { layers: [NEWER], run: { User: 'nobody' } },
    verdict: 'conflict',
    kinds: ['config-clash'],
  },
  'another architecture': {
    ...on(BASE, APP, NEWER),
    new: { layers: [NEWER], config: { architecture: 'arm64' } },
    verdict: 'conflict',
    kinds: ['platform'],
  },
  'a base without history': {
    ...on(BASE, APP, NEWER),
    old: { layers: [BASE], config: { history: [] } },
    new: { layers: [NEWER], config: { history: [] } },
    verdict: 'proven',
  },
  'an image without history': {
    ...on(BASE, APP, NEWER),
    app: { layers: [APP, [dir('app'), file('app/second', '2')]], config: { history: [] } },
    verdict: 'proven',
  },
  'a folder of the old base that the new one dropped': {
    ...on(
      [...BASE, dir('opt'), dir('opt/x')],
      [dir('opt'), dir('opt/x'), file('opt/x/y', '1')],
      [...NEWER, dir('opt')],
    ),
    verdict: 'checked',
    kinds: ['lost-folder'],
  },
};

function bundle(...bodies: readonly string[]): string {
  return bodies.map((body) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`).join('');
}

function node(abi: number) {
  const folders = ['usr', 'usr/local', 'usr/local/include', 'usr/local/include/node'].map((path) =>
    dir(path),
  );
  return [...folders, file('usr/local/include/node/node_version.h', `#define NODE_MODULE_VERSION ${abi}\n`)];
}
