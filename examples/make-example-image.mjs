// Makes the example image: small, believable, with the ballast that images really carry; the same bytes each time.
// No Docker: the layers are plain data, and Plimsoll's own writers put them into an OCI layout.

import { addParents, BUILT, directory, file, noise, program, pythonModules, text } from './made-files.mjs';

const EDITED = BUILT - 86_400;
const APP_USER = { uid: 999, gid: 999 };

/** Writes the image into the new folder `destination`; `writers` are `writeLayout` and `writeTar` of Plimsoll. */
export async function makeExampleImage(destination, writers) {
  const steps = exampleSteps().map(({ items, createdBy }) => ({
    createdBy,
    ...(items === undefined ? {} : { tar: writers.writeTar(addParents(items)) }),
  }));
  return writers.writeLayout(destination, {
    steps,
    platform: { os: 'linux', architecture: 'amd64' },
    run: {
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'NODE_ENV=production'],
      Cmd: ['python3', '/srv/app/server.py'],
      User: 'app',
      WorkingDir: '/srv/app',
    },
    config: { created: '2025-01-01T00:00:00Z' },
    refName: 'example',
  });
}

/** The build, step by step: the instruction as BuildKit records it, and the entries of its layer. */
export function exampleSteps() {
  const app = appFiles();
  const built = builtFiles();
  return [
    { createdBy: "# debian.sh --arch 'amd64' out/ 'bookworm' '@1734912000'", items: baseFiles() },
    {
      createdBy:
        'RUN /bin/sh -c apt-get update && apt-get install -y python3 python3-pip build-essential # buildkit',
      items: aptFiles(),
    },
    { createdBy: 'WORKDIR /srv/app', items: [directory('srv/app')] },
    {
      createdBy: 'COPY requirements.txt ./ # buildkit',
      items: [file('srv/app/requirements.txt', 'flask==3.1.0\nrequests==2.32.3\n', EDITED)],
    },
    {
      createdBy: 'RUN /bin/sh -c pip install --break-system-packages -r requirements.txt # buildkit',
      items: pipFiles(),
    },
    { createdBy: 'ENV NODE_ENV=production' },
    { createdBy: 'COPY . . # buildkit', items: app },
    {
      createdBy: 'RUN /bin/sh -c tar -xzf data/seed.tar.gz -C data && npm run build > build.log # buildkit',
      items: built,
    },
    {
      createdBy: 'RUN /bin/sh -c useradd --system app && chown -R app:app /srv/app # buildkit',
      items: [
        file('etc/passwd', `${PASSWD}app:x:999:999::/home/app:/bin/sh\n`),
        file('etc/passwd-', PASSWD),
        ...addParents([...app, ...built])
          .filter(({ path }) => path.startsWith('srv/app'))
          .map((item) => ({ ...item, ...APP_USER })),
      ],
    },
    {
      createdBy: 'RUN /bin/sh -c rm -rf .git data/seed.tar.gz # buildkit',
      items: [file('srv/app/.wh..git'), file('srv/app/data/.wh.seed.tar.gz')],
    },
    { createdBy: 'USER app' },
    { createdBy: 'CMD ["python3" "/srv/app/server.py"]' },
  ];
}

const PASSWD =
  'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n';

function baseFiles() {
  return [
    ...['bin', 'lib', 'sbin'].map((name) => ({
      kind: 'symlink',
      path: name,
      target: `usr/${name}`,
      mtimeSeconds: BUILT,
    })),
    ...['dev', 'home', 'proc', 'run', 'sys', 'usr/bin', 'usr/lib', 'usr/sbin'].map((path) => directory(path)),
    directory('root', 0o700),
    directory('tmp', 0o1777),
    file('etc/os-release', 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n'),
    file('etc/debian_version', '12.8\n'),
    file('etc/passwd', PASSWD),
    file('root/.bashrc', text(500, 1)),
    ...['bash', 'cat', 'cp', 'dpkg', 'grep', 'ls', 'sed', 'tar'].map((name, i) =>
      program(`usr/bin/${name}`, 150_000, i + 2),
    ),
    { ...program('usr/bin/passwd', 60_000, 20), mode: 0o4755 },
    program('usr/lib/x86_64-linux-gnu/libc.so.6', 1_900_000, 21),
    program('usr/lib/x86_64-linux-gnu/libcrypto.so.3', 1_200_000, 22),
    {
      kind: 'symlink',
      path: 'usr/lib/x86_64-linux-gnu/libcrypto.so',
      target: 'libcrypto.so.3',
      mtimeSeconds: BUILT,
    },
    {
      kind: 'hardlink',
      path: 'usr/bin/perl5.36.0',
      target: 'usr/bin/perl',
      mode: 0o755,
      mtimeSeconds: BUILT,
    },
    ...[
      file('usr/share/doc/bash/changelog.gz', noise(20_000, 23)),
      file('usr/share/doc/bash/copyright', text(9_000, 24)),
    ],
    file('var/lib/dpkg/status', dpkgStatus(['base-files', 'bash', 'coreutils', 'dpkg', 'libc6', 'libssl3'])),
    program('usr/bin/perl', 800_000, 25),
  ].sort((a, b) => Number(a.kind === 'hardlink') - Number(b.kind === 'hardlink'));
}

function aptFiles() {
  const packages = ['python3.11', 'libpython3.11', 'python3-pip', 'gcc-12', 'make', 'libc6-dev'];
  return [
    program('usr/bin/python3.11', 1_800_000, 30),
    { kind: 'symlink', path: 'usr/bin/python3', target: 'python3.11', mtimeSeconds: BUILT },
    program('usr/bin/x86_64-linux-gnu-gcc-12', 1_100_000, 31),
    program('usr/bin/make', 240_000, 32),
    program('usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0', 1_500_000, 33),
    file('usr/lib/x86_64-linux-gnu/libc.a', Buffer.concat([Buffer.from('!<arch>\n'), noise(700_000, 34)])),
    ...['stdio.h', 'stdlib.h', 'string.h', 'unistd.h'].map((name, i) =>
      file(`usr/include/${name}`, text(12_000, 35 + i)),
    ),
    ...pythonModules(
      'usr/lib/python3.11',
      ['argparse', 'asyncio', 'json', 'logging', 'os', 'ssl', 'typing'],
      60_000,
      40,
    ),
    ...packages.flatMap((name, i) => [
      file(`usr/share/doc/${name}/copyright`, text(6_000, 60 + i)),
      file(`usr/share/doc/${name}/changelog.Debian.gz`, noise(9_000, 70 + i)),
      file(`usr/share/man/man1/${name}.1.gz`, noise(5_000, 80 + i)),
      file(
        `var/cache/apt/archives/${name}_12_amd64.deb`,
        Buffer.concat([
          Buffer.from('!<arch>\ndebian-binary   1734912000  0     0     100644  4         `\n2.0\n'),
          noise(400_000, 90 + i),
        ]),
      ),
    ]),
    file('var/cache/apt/pkgcache.bin', Buffer.concat([noise(300_000, 100), Buffer.alloc(700_000)])),
    file('var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_InRelease', text(150_000, 101)),
    file(
      'var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages.lz4',
      noise(2_000_000, 102),
    ),
    file('var/lib/apt/lists/lock'),
    file(
      'var/lib/dpkg/status',
      dpkgStatus(['base-files', 'bash', 'coreutils', 'dpkg', 'libc6', 'libssl3', ...packages]),
    ),
    file(
      'var/lib/dpkg/status-old',
      dpkgStatus(['base-files', 'bash', 'coreutils', 'dpkg', 'libc6', 'libssl3']),
    ),
    file('var/log/dpkg.log', text(80_000, 103)),
    file('var/log/apt/history.log', text(4_000, 104)),
    file('var/log/apt/term.log', text(60_000, 105)),
  ];
}

function pipFiles() {
  const site = 'usr/local/lib/python3.11/dist-packages';
  return [
    ...pythonModules(
      `${site}/flask`,
      ['__init__', 'app', 'cli', 'config', 'helpers', 'wrappers'],
      30_000,
      110,
    ),
    ...pythonModules(`${site}/requests`, ['__init__', 'api', 'models', 'sessions', 'utils'], 25_000, 130),
    ...pythonModules(`${site}/flask/tests`, ['test_app', 'test_cli'], 20_000, 150),
    ...['flask-3.1.0', 'requests-2.32.3'].flatMap((name, i) => [
      file(
        `${site}/${name}.dist-info/METADATA`,
        `Metadata-Version: 2.1\nName: ${name.split('-')[0]}\nVersion: ${name.split('-')[1]}\n`,
      ),
      file(`${site}/${name}.dist-info/RECORD`, text(3_000, 160 + i)),
    ]),
    program(`${site}/markupsafe/_speedups.cpython-311-x86_64-linux-gnu.so`, 40_000, 162),
    ...[170, 171, 172, 173].map((seed) => {
      const name = noise(28, seed).toString('hex');
      return file(
        `root/.cache/pip/http-v2/${[...name.slice(0, 5)].join('/')}/${name}.body`,
        noise(450_000, seed),
      );
    }),
    file(
      'root/.cache/pip/selfcheck/fe300af6f7d708c14827daac3afc81fbb8306b73de8dd6e3f1f8ea3b',
      '{"key":"/usr","pypi_version":"24.3.1"}',
    ),
  ];
}

function appFiles() {
  const pack = 'srv/app/.git/objects/pack/pack-8d0c3f1e5b0a4e6f9a7c2b1d4e3f5a6b7c8d9e0f';
  return [
    file('srv/app/Dockerfile', text(800, 200), EDITED),
    file('srv/app/server.py', text(4_000, 201), EDITED),
    file('srv/app/package.json', '{"name":"example","scripts":{"build":"vite build"}}\n', EDITED),
    file('srv/app/tests/test_server.py', text(9_000, 202), EDITED),
    file('srv/app/.DS_Store', Buffer.concat([Buffer.from('\0\0\0\x01Bud1'), noise(6_000, 203)]), EDITED),
    file('srv/app/.git/HEAD', 'ref: refs/heads/main\n', EDITED),
    file('srv/app/.git/config', '[core]\n\trepositoryformatversion = 0\n', EDITED),
    file('srv/app/.git/index', noise(40_000, 204), EDITED),
    file(`${pack}.pack`, Buffer.concat([Buffer.from('PACK'), noise(1_600_000, 205)]), EDITED),
    file(`${pack}.idx`, noise(60_000, 206), EDITED),
    file(
      'srv/app/data/seed.tar.gz',
      Buffer.concat([Buffer.from('1f8b0800', 'hex'), noise(2_500_000, 207)]),
      EDITED,
    ),
    ...['index', 'array', 'collection', 'string'].map((name, i) =>
      file(`srv/app/node_modules/lodash/${name}.js`, text(50_000, 210 + i), EDITED),
    ),
    file('srv/app/node_modules/lodash/package.json', '{"name":"lodash","version":"4.17.21"}\n', EDITED),
    file('srv/app/node_modules/lodash/index.js.map', text(200_000, 220), EDITED),
    ...[221, 222, 223].map((seed) =>
      file(
        `srv/app/node_modules/.cache/babel-loader/${noise(16, seed).toString('hex')}.json`,
        text(180_000, seed),
        EDITED,
      ),
    ),
  ];
}

function builtFiles() {
  return [
    ...[0, 1, 2].map((i) => file(`srv/app/data/seed/part-${i}.csv`, text(700_000, 230 + i))),
    file('srv/app/dist/app.js', text(300_000, 240)),
    file('srv/app/dist/app.js.map', text(600_000, 241)),
    file('srv/app/build.log', text(50_000, 242)),
    ...[243, 244].map((seed) => {
      const name = noise(64, seed).toString('hex');
      return file(
        `root/.npm/_cacache/content-v2/sha512/${name.slice(0, 2)}/${name.slice(2, 4)}/${name.slice(4)}`,
        noise(350_000, seed),
      );
    }),
    file('root/.npm/_logs/2025-01-01T00_00_00_000Z-debug-0.log', text(20_000, 245)),
    ...['index', 'array', 'collection', 'string'].map((name, i) =>
      file(`tmp/build/lodash/${name}.js`, text(50_000, 210 + i)),
    ),
    file('tmp/npm-8f3a/package.tgz', Buffer.concat([Buffer.from('1f8b0800', 'hex'), noise(300_000, 246)])),
  ];
}

function dpkgStatus(names) {
  const fields = (name, i) =>
    `Package: ${name}\nStatus: install ok installed\nInstalled-Size: ${100 + i * 37}\nArchitecture: amd64\nVersion: 12.${i}-1\nDescription: ${name}\n ${text(600, 300 + i).toString()}\n`;
  return names.map(fields).join('\n');
}
