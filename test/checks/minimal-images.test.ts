// Minimal, well-made images must get no finding above advice. The trees are those of real images, by what matters here:
// the sizes are real ones, where a rule's floor decides.
import { expect, it } from 'vitest';
import { RULES } from '../../src/checks/rules.ts';
import type { TarItem } from '../../src/oci/tar/write-tar.ts';
import { alpine, debian, sized } from '../support/base-trees.ts';
import { HEADS, judgeFiles, pyc, type TestFile, type TestRun } from '../support/judge-files.ts';
import { dir, file, link, symlink } from '../support/layers.ts';

const TIME = 1_700_000_000;

const distroless: readonly TestFile[] = [
  sized('var/lib/dpkg/status.d/base', 600),
  sized('var/lib/dpkg/status.d/tzdata.md5sums', 64_000),
  sized('usr/share/doc/tzdata/copyright', 2_000),
  sized('usr/share/zoneinfo/Africa/Abidjan', 148),
  sized('etc/ssl/certs/ca-certificates.crt', 219_342),
  'etc/os-release',
  dir('tmp', { mode: 0o1777 }),
  dir('home/nonroot'),
];

const goService: readonly TestFile[] = [...distroless, sized('app', 9_000_000, HEADS.elfExecutable)];

const source = (path: string): TarItem => file(path, Buffer.alloc(5_000, path), { mtimeSeconds: TIME });
const compiled = (path: string): TarItem => pyc(path, { mtimeSeconds: TIME, sizeBytes: 5_000 });

const pythonService: readonly TestFile[] = [
  ...debian,
  sized('usr/local/bin/python3.12', 14_000, HEADS.elfExecutable),
  source('usr/local/lib/python3.12/os.py'),
  compiled('usr/local/lib/python3.12/__pycache__/os.cpython-312.pyc'),
  sized('usr/local/lib/python3.12/ensurepip/_bundled/pip-24.0-py3-none-any.whl', 2_110_226, HEADS.zip),
  symlink('srv/app/.venv/bin/python3.12', '/usr/local/bin/python3.12'),
  source('srv/app/.venv/lib/python3.12/site-packages/flask/app.py'),
  compiled('srv/app/.venv/lib/python3.12/site-packages/flask/__pycache__/app.cpython-312.pyc'),
  source('srv/app/core/__init__.py'),
  'srv/app/main.py',
];

const nodeService: readonly TestFile[] = [
  ...alpine,
  sized('usr/local/bin/node', 9_000_000, HEADS.elfExecutable),
  sized('usr/local/lib/node_modules/npm/lib/npm.js', 10_000),
  sized('srv/app/dist/server.js', 200_000),
  sized('srv/app/node_modules/express/lib/express.js', 3_000),
  sized('srv/app/node_modules/@playwright/test/index.js', 70_000),
  'srv/app/node_modules/@playwright/test/package.json',
  sized('srv/app/node_modules/core-js/core/index.js', 80_000),
  sized('srv/app/node_modules/bcrypt/build/Release/bcrypt.node', 180_000, HEADS.elfShared),
  sized('srv/app/.next/cache/fetch-cache/1a2b', 90_000),
];

const javaService: readonly TestFile[] = [
  ...debian,
  sized('opt/java/openjdk/lib/modules', 4_000_000),
  sized('opt/java/openjdk/lib/server/libjvm.so', 2_000_000, HEADS.elfShared),
  sized('opt/java/openjdk/lib/server/classes.jsa', 1_000_000),
  sized('app/app.jar', 3_000_000, HEADS.zip),
  dir('app/BOOT-INF'),
  dir('app/app'),
];

const nginx: readonly TestFile[] = [
  ...debian,
  sized('usr/sbin/nginx', 1_400_000, HEADS.elfExecutable),
  symlink('var/log/nginx/access.log', '/dev/stdout'),
  symlink('var/log/nginx/error.log', '/dev/stderr'),
  sized('usr/share/nginx/html/index.html.gz', 70_000, HEADS.gzip),
  sized('usr/share/nginx/html/downloads/manual.zip', 900_000, HEADS.zip),
  sized('usr/share/nginx/html/downloads/manual/index.html', 90_000),
];

const gpuService: readonly TestFile[] = [
  ...pythonService,
  sized('models/hub/models--a--b/blobs/1a2b', 3_000_000),
  symlink('models/hub/models--a--b/snapshots/3c/model.safetensors', '../../blobs/1a2b'),
  file('root/.cache/uv/archive-v0/a/lib.py', Buffer.alloc(200_000, 'a')),
  link('srv/app/.venv/lib/python3.12/site-packages/lib.py', 'root/.cache/uv/archive-v0/a/lib.py'),
];

it.each<readonly [string, readonly TestFile[], TestRun]>([
  ['a slim Debian', debian, {}],
  ['an Alpine', alpine, {}],
  ['a distroless base', distroless, {}],
  ['a Go service', goService, { command: ['/app'] }],
  ['a Python service', pythonService, { command: ['python', 'main.py'], workingFolder: '/srv/app' }],
  ['a Node.js service', nodeService, { command: ['node', 'dist/server.js'], workingFolder: '/srv/app' }],
  ['a Java service', javaService, { command: ['java', '-jar', '/app/app.jar'] }],
  ['an nginx', nginx, { command: ['nginx', '-g', 'daemon off;'] }],
  ['a service with a model', gpuService, { env: { HF_HOME: '/models' } }],
])('%s has nothing above advice', async (_name, files, run) => {
  const findings = await judgeFiles(RULES, files, run);
  const above = findings.filter((finding) => finding.severity !== 'advice');
  expect(above.map(({ rule, paths }) => ({ rule, paths }))).toEqual([]);
});

it('the same trees with leftovers have', async () => {
  const leftovers = [
    sized('var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages', 900_000),
    sized('root/.cache/pip/http-v2/a', 300_000),
    sized('srv/app/.git/objects/pack/pack-1a.pack', 5_000),
  ];
  const findings = await judgeFiles(RULES, [...pythonService, ...leftovers]);
  const above = findings.filter((finding) => finding.severity !== 'advice');
  expect(above.map(({ rule }) => rule)).toEqual(['apt-cache', 'pip-cache', 'vcs-folder']);
});
