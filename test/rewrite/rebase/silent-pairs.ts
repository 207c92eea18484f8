// Rebases that would start, or look well, and break: each of them once was called proven or merged wrongly.
import { dir, file, symlink } from '../../support/layers.ts';
import type { PairImage, RebasePair } from '../../support/rebase-pairs.ts';
import type { LabelledPair } from './labelled-pairs.ts';

const ETC = dir('etc');
const PASSWD = (...lines: readonly string[]) => [
  ETC,
  file('etc/passwd', lines.map((l) => `${l}\n`).join('')),
];
const ROOT = 'root:x:0:0::/root:/bin/sh';
const APP = [dir('app'), file('app/main', 'main')];

const images = (old: PairImage, app: PairImage, newer: PairImage): RebasePair => ({
  old,
  app,
  new: newer,
});
const python = (version: string) => [
  dir('usr'),
  dir('usr/local'),
  dir('usr/local/bin'),
  file(`usr/local/bin/python${version}`, `python ${version}`, { mode: 0o755 }),
  symlink('usr/local/bin/python3', `python${version}`),
  dir('usr/local/lib'),
  dir(`usr/local/lib/python${version}`),
  file(`usr/local/lib/python${version}/os.py`, 'os'),
];
const VENV = [
  dir('opt'),
  dir('opt/venv'),
  dir('opt/venv/bin'),
  symlink('opt/venv/bin/python', '/usr/local/bin/python3'),
  dir('opt/venv/lib'),
  dir('opt/venv/lib/python3.11'),
  dir('opt/venv/lib/python3.11/site-packages'),
  file('opt/venv/lib/python3.11/site-packages/flask.py', 'x'),
];
const folders = (path: string) => path.split('/').map((_, i, parts) => dir(parts.slice(0, i + 1).join('/')));

/** The pairs by name. */
export const SILENT_PAIRS: Readonly<Record<string, LabelledPair>> = {
  'a user of the config that the new base no longer has': {
    ...images(
      { layers: [PASSWD(ROOT, 'node:x:1000:1000::/:/bin/sh')] },
      { layers: [APP], run: { User: 'node' } },
      { layers: [PASSWD(ROOT)] },
    ),
    verdict: 'conflict',
    kinds: ['lost-user'],
  },
  'a group of the config that the new base no longer has': {
    ...images(
      { layers: [[ETC, file('etc/group', 'root:x:0:\nweb:x:7:\n')]] },
      { layers: [APP], run: { User: '1000:web' } },
      { layers: [[ETC, file('etc/group', 'root:x:0:\n')]] },
    ),
    verdict: 'conflict',
    kinds: ['lost-user'],
  },
  'a user whose number the new base changed, with files of the application': {
    ...images(
      { layers: [PASSWD(ROOT, 'web:x:33:33::/:/bin/sh')] },
      { layers: [[dir('app', { uid: 33 }), file('app/data', '1', { uid: 33 })]] },
      { layers: [PASSWD(ROOT, 'web:x:82:82::/:/bin/sh')] },
    ),
    verdict: 'conflict',
    kinds: ['moved-user'],
  },
  'a user whose number the new base changed, with no file of the application': {
    ...images(
      { layers: [PASSWD(ROOT, 'web:x:33:33::/:/bin/sh')] },
      { layers: [APP] },
      { layers: [PASSWD(ROOT, 'web:x:82:82::/:/bin/sh')] },
    ),
    verdict: 'proven',
  },
  'a virtual environment of another Python': {
    ...images({ layers: [python('3.11')] }, { layers: [VENV] }, { layers: [python('3.12')] }),
    verdict: 'conflict',
    kinds: ['language-abi'],
  },
  'a virtual environment of the same Python': {
    ...images({ layers: [python('3.11')] }, { layers: [VENV] }, { layers: [python('3.11')] }),
    verdict: 'proven',
  },
  'a compiled module beside the application, for another Python': {
    ...images(
      { layers: [python('3.11')] },
      { layers: [[dir('app'), file('app/_x.cpython-311-x86_64-linux-gnu.so', 'x')]] },
      { layers: [python('3.12')] },
    ),
    verdict: 'conflict',
    kinds: ['language-abi'],
  },
  'gems beside the application, for another Ruby': {
    ...images(
      { layers: [[...folders('usr/local/lib/ruby/3.2.0'), file('usr/local/lib/ruby/3.2.0/set.rb', '')]] },
      {
        layers: [
          [
            ...folders('app/vendor/bundle/ruby/3.2.0/gems'),
            file('app/vendor/bundle/ruby/3.2.0/gems/x.rb', ''),
          ],
        ],
      },
      { layers: [[...folders('usr/local/lib/ruby/3.3.0'), file('usr/local/lib/ruby/3.3.0/set.rb', '')]] },
    ),
    verdict: 'conflict',
    kinds: ['language-abi'],
  },
  'an extension for another PostgreSQL': {
    ...images(
      { layers: [[...folders('usr/lib/postgresql/15/lib'), file('usr/lib/postgresql/15/lib/a.so', '')]] },
      { layers: [[...folders('usr/lib/postgresql/15/lib'), file('usr/lib/postgresql/15/lib/x.so', '')]] },
      { layers: [[...folders('usr/lib/postgresql/16/lib'), file('usr/lib/postgresql/16/lib/a.so', '')]] },
    ),
    verdict: 'conflict',
    kinds: ['language-abi'],
  },
  "a command of the new base for the application's own entry point": {
    ...images(
      { layers: [[ETC]] },
      { layers: [APP], run: { Entrypoint: ['/app/main'] } },
      { layers: [[ETC]], run: { Cmd: ['bash'] } },
    ),
    verdict: 'proven',
  },
  'triggers that the new base has for those who build on it': {
    ...images(
      { layers: [[ETC]], run: { OnBuild: ['COPY . /app'] } },
      { layers: [APP] },
      { layers: [[ETC]], run: { OnBuild: ['COPY . /app'] } },
    ),
    verdict: 'proven',
  },
  'other triggers in the new base': {
    ...images({ layers: [[ETC]] }, { layers: [APP] }, { layers: [[ETC]], run: { OnBuild: ['RUN make'] } }),
    verdict: 'conflict',
    kinds: ['config-clash'],
  },
  "arm64's only variant, named by one side": {
    ...images(
      { layers: [[ETC]], config: { architecture: 'arm64' } },
      { layers: [APP], config: { architecture: 'arm64' } },
      { layers: [[ETC]], config: { architecture: 'arm64', variant: 'v8' } },
    ),
    verdict: 'proven',
  },
  'another variant of arm': {
    ...images(
      { layers: [[ETC]], config: { architecture: 'arm', variant: 'v6' } },
      { layers: [APP], config: { architecture: 'arm', variant: 'v6' } },
      { layers: [[ETC]], config: { architecture: 'arm', variant: 'v7' } },
    ),
    verdict: 'conflict',
    kinds: ['platform'],
  },
  'a history of the image that is not that of its base': {
    ...images(
      { layers: [[ETC]], config: { history: [{ created_by: 'a' }, { created_by: 'b', empty_layer: true }] } },
      { layers: [APP], config: { history: [{ created_by: 'one' }, { created_by: 'two' }] } },
      { layers: [[ETC]], config: { history: [{ created_by: 'n' }] } },
    ),
    verdict: 'proven',
  },
  'a large script whose interpreter is gone': {
    ...images(
      { layers: [[dir('usr'), dir('usr/bin'), file('usr/bin/node', 'x', { mode: 0o755 })]] },
      {
        layers: [
          [dir('app'), file('app/cli', `#!/usr/bin/env node\n${'x'.repeat(600_000)}`, { mode: 0o755 })],
        ],
      },
      { layers: [[dir('usr'), dir('usr/bin')]] },
    ),
    verdict: 'conflict',
    kinds: ['lost-interpreter'],
  },
  'an addon where the headers tell no version, and another Node': {
    ...images(
      { layers: [[dir('usr'), dir('usr/bin'), file('usr/bin/node', '18', { mode: 0o755 })]] },
      { layers: [[dir('app'), file('app/a.node', 'x')]] },
      { layers: [[dir('usr'), dir('usr/bin'), file('usr/bin/node', '20', { mode: 0o755 })]] },
    ),
    verdict: 'checked',
    kinds: ['language-abi'],
  },
  'a module for another nginx': {
    ...images(
      { layers: [[...folders('usr/sbin'), file('usr/sbin/nginx', 'nginx version: nginx/1.24.0\0')]] },
      { layers: [[...folders('etc/nginx/modules'), file('etc/nginx/modules/brotli.so', 'x')]] },
      { layers: [[...folders('usr/sbin'), file('usr/sbin/nginx', 'nginx version: nginx/1.26.1\0')]] },
    ),
    verdict: 'conflict',
    kinds: ['language-abi'],
  },
  'more layers than engines stack': {
    ...images(
      { layers: [[ETC]] },
      { layers: Array.from({ length: 70 }, (_, i) => [dir('app'), file(`app/${i}`, String(i))]) },
      { layers: Array.from({ length: 70 }, (_, i) => [dir('base'), file(`base/${i}`, String(i))]) },
    ),
    verdict: 'conflict',
    kinds: ['too-many-layers'],
  },
};
