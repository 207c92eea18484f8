// Images of several layers, as well-made Dockerfiles give them, must get no finding above advice: what every installation
// writes anew and what packages bring twice is nobody's fault. The paths and sizes are those of images that were built.
import { expect, it } from 'vitest';
import { RULES } from '../../src/checks/rules.ts';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { alpine, debian, sized } from '../support/base-trees.ts';
import { HEADS, type TestFile } from '../support/judge-files.ts';
import { dir, file, whiteout } from '../support/layers.ts';
import { judgeStack } from './judging/judge-stack.ts';

/** A layer that dpkg installed packages in: its own files, and what it writes whenever it installs something. */
function aptLayer(step: number, files: readonly TestFile[]): readonly TestFile[] {
  return [
    sized('var/lib/dpkg/status', 106_000 + step),
    sized('var/lib/dpkg/status-old', 105_900 + step),
    sized('var/lib/dpkg/triggers/File', 1_200),
    sized('var/cache/debconf/config.dat', 16_900 + step),
    sized('var/cache/debconf/config.dat-old', 4_400 + step),
    // Debconf writes its templates anew, whether any came or not.
    sized('var/cache/debconf/templates.dat', 782_000 + (step > 1 ? 1 : 0)),
    sized('var/cache/debconf/templates.dat-old', 753_157 + step),
    sized('var/lib/apt/extended_states', 2_270 + step),
    sized('var/cache/ldconfig/aux-cache', 6_590 + step),
    sized('etc/ld.so.cache', 5_820 + step),
    sized('etc/ssl/certs/ca-certificates.crt', 219_342 + step),
    sized('etc/passwd', 900 + step),
    file('etc/passwd-', `step ${step}`),
    sized('var/log/dpkg.log', 197_000 + step),
    sized('var/log/apt/term.log', 91_000 + step),
    sized('var/log/apt/eipp.log.xz', 18_600 + step),
    ...files,
  ];
}

/** Files of one content at several paths. */
function same(sizeBytes: number, ...paths: readonly string[]): readonly TarItem[] {
  return paths.map((path) => file(path, Buffer.alloc(sizeBytes, paths[0])));
}

const git = [
  ...same(3_710_000, 'usr/bin/git', 'usr/lib/git-core/git'),
  ...same(2_200_000, 'usr/bin/scalar', 'usr/lib/git-core/scalar'),
  ...same(2_140_000, 'usr/bin/git-shell', 'usr/lib/git-core/git-shell'),
  ...same(969_000, 'usr/share/doc/git/changelog.gz', 'usr/share/doc/git-man/changelog.gz'),
];

const cluster = ['1255', '1249', '2838', '2609', '2691'].flatMap((relation) =>
  same(600_000, ...[1, 4, 5].map((database) => `var/lib/postgresql/15/main/base/${database}/${relation}`)),
);

const wheels = (root: string) => [
  ...same(2_690_000, `${root}/numpy.libs/libgfortran.so.5`, `${root}/scipy.libs/libgfortran.so.5`),
  ...same(2_480_000, `${root}/numpy.libs/libquadmath.so.0`, `${root}/scipy.libs/libquadmath.so.0`),
];

const npmLayer = [
  ...same(4_100_000, 'app/node_modules/a/wasm.js', 'app/node_modules/b/node_modules/a/wasm.js'),
  file('root/.npm/_logs/2026-11-25T21_08_39_615Z-debug-0.log', Buffer.alloc(300_000, 'log')),
];

const apkLayer = (step: number, name: string): readonly TestFile[] => [
  sized('lib/apk/db/installed', 130_000 + step),
  sized('lib/apk/db/scripts.tar', 80_480, HEADS.tar),
  sized('lib/apk/db/triggers', 900 + step),
  sized('etc/apk/world', 30 + step),
  sized(`usr/bin/${name}`, 300_000, HEADS.elfExecutable),
];

const rpmLayer = (step: number): readonly TestFile[] => [
  sized('var/lib/rpm/rpmdb.sqlite', 5_000_000 + step),
  sized('usr/lib/sysimage/libdnf5/packages.toml', 90_000 + step),
  sized('var/log/dnf5.log', 90_000 + step),
  sized('etc/ld.so.cache', 9_000 + step),
];

const APT =
  'RUN apt-get update && apt-get install -y --no-install-recommends x && rm -rf /var/lib/apt/lists/*';
const deleted = (...paths: readonly string[]): readonly TarItem[] => paths.map((path) => whiteout(path));

it.each<readonly [string, readonly (readonly TestFile[])[], readonly string[]]>([
  ['one apt layer', [debian, aptLayer(1, ['usr/bin/curl'])], [APT]],
  [
    'three apt layers and an account',
    [debian, aptLayer(1, []), aptLayer(2, []), aptLayer(3, []), [sized('etc/passwd', 950)]],
    [APT, APT, APT, 'RUN useradd -r app'],
  ],
  [
    'an apt layer that removes backups and logs',
    [
      debian,
      [
        ...aptLayer(1, []).filter((item) => !/-old$|^var\/log\//.test(pathOf(item))),
        ...deleted('var/lib/dpkg/status-old', 'var/cache/debconf/templates.dat-old', 'var/log/dpkg.log'),
        ...deleted('var/cache/debconf/config.dat-old', 'var/log/apt/term.log', 'var/lib/dpkg/diversions-old'),
      ],
    ],
    [`${APT} && rm -rf /var/lib/dpkg/*-old /var/cache/debconf/*-old && find /var/log -type f -delete`],
  ],
  ['git of Debian', [debian, aptLayer(1, git)], [APT]],
  ['git of Debian, copied whole', [[...debian, ...git]], ['COPY / /']],
  ['PostgreSQL with its cluster', [debian, aptLayer(1, cluster)], [APT]],
  [
    'Python with wheels',
    [debian, aptLayer(1, []), wheels('usr/local/lib/python3.11/dist-packages')],
    [APT, 'RUN pip install --no-cache-dir -r requirements.txt'],
  ],
  [
    'a virtual environment of another stage',
    [debian, aptLayer(1, []), wheels('opt/venv/lib/python3.11/site-packages')],
    [APT, 'COPY /opt/venv /opt/venv'],
  ],
  [
    'a Node.js application',
    [debian, aptLayer(1, []), npmLayer],
    [APT, 'RUN npm ci --omit=dev && npm cache clean --force'],
  ],
  [
    'two apk layers',
    [alpine, apkLayer(1, 'curl'), apkLayer(2, 'jq')],
    Array(2).fill('RUN apk add --no-cache x'),
  ],
  [
    'two dnf layers',
    [rpmLayer(0), rpmLayer(1), rpmLayer(2)],
    Array(2).fill('RUN dnf install -y x && dnf clean all'),
  ],
])('%s: nothing above advice, and all bytes are needed', async (_name, layers, instructions) => {
  const stack = layers.map((files) => files.map(toItem));
  const history = [...Array(layers.length - instructions.length).fill('ADD rootfs.tar / '), ...instructions];
  const { findings, bytes } = await judgeStack(stack, { rules: RULES, history });
  const above = findings.filter((finding) => finding.severity !== 'advice');
  expect(above.map(({ rule, paths }) => ({ rule, paths }))).toEqual([]);
  expect(bytes.neededBytes).toBe(bytes.entryBytes);
});

it.each<readonly [string, readonly (readonly TestFile[])[], readonly string[], readonly string[]]>([
  [
    'lists that a later RUN deletes',
    [
      debian,
      aptLayer(1, [sized('var/lib/apt/lists/a_Packages', 900_000)]),
      deleted('var/lib/apt/lists/a_Packages'),
    ],
    ['RUN apt-get update && apt-get install -y x', 'RUN rm -rf /var/lib/apt/lists/*'],
    ['hidden-deleted'],
  ],
  [
    'caches that each apt layer writes anew',
    [
      debian,
      ...[1, 2].map((step) => aptLayer(step, [sized('var/cache/apt/pkgcache.bin', 2_000_000 + step)])),
    ],
    [APT, APT],
    ['apt-cache', 'hidden-overwritten'],
  ],
  [
    'an upgrade of what the layer below installed',
    [
      debian,
      aptLayer(1, [sized('usr/lib/libx.so', 2_000_000)]),
      aptLayer(2, [sized('usr/lib/libx.so', 2_000_001)]),
    ],
    [APT, 'RUN apt-get upgrade -y'],
    ['hidden-overwritten'],
  ],
  [
    'a program that a COPY brings to two places',
    [debian, same(4_100_000, 'srv/api/model.bin', 'srv/worker/model.bin')],
    ['COPY . /srv'],
    ['duplicate-content'],
  ],
  [
    'one environment installed twice',
    [
      debian,
      ...['a', 'b'].map((name) =>
        same(4_100_000, 'x', `opt/${name}/lib/python3.12/site-packages/x.so`).slice(1),
      ),
    ],
    ['RUN python -m venv /opt/a', 'RUN python -m venv /opt/b'],
    ['duplicate-content'],
  ],
])('%s: a warning', async (_name, layers, instructions, rules) => {
  const stack = layers.map((files) => files.map(toItem));
  const history = ['ADD rootfs.tar / ', ...instructions];
  const { findings } = await judgeStack(stack, { rules: RULES, history });
  const above = findings.filter((finding) => finding.severity !== 'advice');
  expect(above.map(({ rule }) => rule).toSorted()).toEqual(rules);
});

function toItem(item: TestFile): TarItem {
  if (typeof item !== 'string') return item;
  return item.endsWith('/') ? dir(item.slice(0, -1)) : file(item, 'x');
}

function pathOf(item: TestFile): string {
  return typeof item === 'string' ? item : String(item.path);
}
