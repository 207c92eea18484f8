// The images of the shop, step by step as BuildKit would record them.
import { addParents, BUILT, directory, file, noise, program, pythonModules, text } from './made-files.mjs';
import { closureOf, installLayer, packagesIndex } from './shop-packages.mjs';
import { junkOf } from './shop-projects.mjs';

const SYSTEM = closureOf(['dash', 'coreutils', 'dpkg', 'apt']);
const LISTS = 'var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_main_binary-amd64_Packages';
const FOR_DEVELOPMENT = { stage: 'development' };
const APP = { uid: 999, gid: 999 };
const PASSWD = 'root:x:0:0:root:/root:/bin/sh\n';

/** All images by their folders. */
export function shopImages(projectFiles) {
  const debian = system();
  const api = apiSteps(debian, projectFiles);
  const worker = [
    ...debian,
    apt(SYSTEM, ['ca-certificates', 'curl', 'python3'], { clean: true }),
    copy('COPY worker.py /srv/', [file('srv/worker.py', text(30_000, 301))]),
    command('CMD ["python3" "/srv/worker.py"]'),
  ];
  const report = [
    ...worker,
    step('RUN /bin/sh -c pip install pandas # buildkit', [
      ...pythonModules('usr/local/lib/python3.11/dist-packages/pandas', ['__init__', 'core'], 60_000, 360),
      ...cachedWheels([362, 363], 1_200_000),
    ]),
    copy('COPY report.py /srv/', [file('srv/report.py', text(20_000, 364))]),
    command('CMD ["python3" "/srv/report.py"]'),
  ];
  const stock = [
    ...debian,
    copy('COPY /usr/local/go /usr/local/go', goToolchain()),
    command('WORKDIR /src'),
    copy('COPY . .', [
      file('src/go.mod', 'module shop.example/stock\n\ngo 1.24\n'),
      file('src/main.go', text(900, 330)),
    ]),
    step('RUN /bin/sh -c go build -o /usr/local/bin/stock . # buildkit', [
      program('usr/local/bin/stock', 350_000, 331),
      ...[332, 333, 334].map((seed) =>
        file(
          `root/.cache/go-build/${noise(1, seed).toString('hex')}/${noise(32, seed).toString('hex')}-d`,
          noise(240_000, seed),
        ),
      ),
    ]),
    command('CMD ["stock"]'),
  ];
  return {
    'bases/debian': { name: 'debian:12', steps: debian },
    'bases/debian-next': { name: 'debian:12', steps: system({ libc6: '12-2' }) },
    'images/api': {
      name: 'shop/api:1',
      steps: api,
      run: runOf('/srv/api', ['python3', 'server.py']),
      base: 'debian',
    },
    'images/api-dev': {
      name: 'shop/api:1-dev',
      base: 'debian',
      run: { ...runOf('/srv/api', ['python3', 'server.py']), Labels: FOR_DEVELOPMENT },
      steps: [
        ...debian,
        apt(SYSTEM, ['vim', 'gdb', 'git', 'build-essential', 'curl', 'ca-certificates', 'python3-pip'], {
          clean: true,
        }),
        copy(
          'COPY requirements.txt server.py ./',
          api
            .find(({ createdBy }) => createdBy.startsWith('COPY'))
            .items.filter(({ path }) => /requirements|server\.py$/.test(path) && !path.includes('tests')),
        ),
      ],
    },
    'images/mail': {
      name: 'shop/mail:1',
      base: 'debian',
      steps: [
        ...debian,
        apt(SYSTEM, ['python3', 'ca-certificates'], { clean: true }),
        copy('COPY mail.py /srv/', [file('srv/mail.py', text(40_000, 303))]),
        command('CMD ["python3" "/srv/mail.py"]'),
      ],
    },
    'images/report': {
      name: 'shop/report:1',
      steps: report,
      run: runOf('/srv', ['python3', '/srv/report.py']),
      base: 'debian',
    },
    'images/report-eu': {
      name: 'shop/report:1-eu',
      steps: [...report, copy('COPY eu.yaml /srv/', [file('srv/eu.yaml', text(4_000, 365))])],
      run: runOf('/srv', ['python3', '/srv/report.py']),
      base: 'debian',
    },
    'images/stock': { name: 'shop/stock:1', steps: stock, run: runOf('/src', ['stock']), base: 'debian' },
    'images/web': {
      name: 'shop/web:1',
      base: 'debian',
      steps: [
        ...debian,
        apt(SYSTEM, ['python3', 'curl', 'ca-certificates', 'nginx'], { clean: true }),
        copy('COPY site /srv/site', [file('srv/site/index.html', text(60_000, 302))]),
        command('CMD ["nginx"]'),
      ],
    },
    'images/worker': {
      name: 'shop/worker:1',
      steps: worker,
      run: runOf('/srv', ['python3', '/srv/worker.py']),
      base: 'debian',
    },
    'images/worker-dev': {
      name: 'shop/worker:1-dev',
      base: 'debian',
      run: { ...runOf('/srv', ['python3', '/srv/worker.py']), Labels: FOR_DEVELOPMENT },
      steps: [
        ...worker,
        apt([...SYSTEM, ...closureOf(['ca-certificates', 'curl', 'python3'], SYSTEM)], ['gdb', 'vim'], {
          clean: true,
        }),
      ],
    },
  };
}

function system(versions = {}) {
  return [
    step("# debian.sh --arch 'amd64' out/ 'bookworm' '@1734912000'", [
      ...['dev', 'etc', 'home', 'proc', 'run', 'srv', 'usr/bin', 'usr/lib'].map((path) => directory(path)),
      directory('root', 0o700),
      directory('tmp', 0o1777),
      file(
        'etc/os-release',
        'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n',
      ),
      file('etc/passwd', PASSWD),
      ...installLayer([], SYSTEM, versions),
    ]),
  ];
}

function apiSteps(debian, projectFiles) {
  const sources = [...projectFiles, ...junkOf('api')].map(({ path, content }) =>
    file(`srv/api/${path}`, content, BUILT - 86_400),
  );
  const kept = sources.filter(({ path }) => !/^srv\/api\/(\.git\/|\.env$|tests\/)/.test(path));
  return [
    ...debian,
    apt(SYSTEM, ['python3', 'python3-pip', 'ca-certificates', 'curl', 'build-essential', 'gdb', 'vim'], {
      clean: false,
    }),
    { createdBy: 'WORKDIR /srv/api', items: [directory('srv/api')] },
    copy('COPY . .', sources),
    step('RUN /bin/sh -c pip install --break-system-packages -r requirements.txt # buildkit', pipFiles()),
    step('RUN /bin/sh -c useradd --system app && chown -R app:app /srv/api # buildkit', [
      file('etc/passwd', `${PASSWD}app:x:999:999::/home/app:/bin/sh\n`),
      ...addParents(sources)
        .filter(({ path }) => path.startsWith('srv/api'))
        .map((item) => ({ ...item, ...APP })),
    ]),
    step(
      'RUN /bin/sh -c rm -rf .git .env tests # buildkit',
      ['.git', '.env', 'tests']
        .filter((name) => sources.length > kept.length && name)
        .map((name) => file(`srv/api/.wh.${name}`)),
    ),
    command('USER app'),
    command('CMD ["python3" "server.py"]'),
  ];
}

function apt(present, names, { clean }) {
  const tail = clean ? ' && rm -rf /var/lib/apt/lists/*' : '';
  const flag = clean ? ' --no-install-recommends' : '';
  return step(
    `RUN /bin/sh -c apt-get update && apt-get install -y${flag} ${names.join(' ')}${tail} # buildkit`,
    [
      ...installLayer(present, closureOf(names, present)),
      ...(clean
        ? []
        : [
            file(LISTS, packagesIndex()),
            file(LISTS.replace(/main_.*/, 'InRelease'), text(90_000, 310)),
            file('var/cache/apt/pkgcache.bin', Buffer.concat([noise(300_000, 311), Buffer.alloc(400_000)])),
          ]),
    ],
  );
}

function pipFiles() {
  const site = 'usr/local/lib/python3.11/dist-packages';
  return [
    ...pythonModules(`${site}/flask`, ['__init__', 'app', 'cli'], 30_000, 320),
    ...pythonModules(`${site}/requests`, ['__init__', 'api'], 25_000, 325),
    ...['flask-3.1.0', 'requests-2.32.3'].map((name) =>
      file(
        `${site}/${name}.dist-info/METADATA`,
        `Metadata-Version: 2.1\nName: ${name.split('-')[0]}\nVersion: ${name.split('-')[1]}\n`,
      ),
    ),
    ...cachedWheels([340, 341], 400_000),
  ];
}

function cachedWheels(seeds, bytes) {
  return seeds.map((seed) => {
    const name = noise(28, seed).toString('hex');
    return file(
      `root/.cache/pip/http-v2/${[...name.slice(0, 5)].join('/')}/${name}.body`,
      noise(bytes, seed),
    );
  });
}

function goToolchain() {
  return [
    program('usr/local/go/bin/go', 700_000, 350),
    program('usr/local/go/pkg/tool/linux_amd64/compile', 1_100_000, 351),
    file('usr/local/go/VERSION', 'go1.24.2\n'),
    ...['fmt', 'net/http', 'os'].map((name, i) =>
      file(`usr/local/go/src/${name}/all.go`, text(90_000, 352 + i)),
    ),
  ];
}

function runOf(WorkingDir, Cmd) {
  return { Env: ['PATH=/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin'], Cmd, WorkingDir };
}

function step(createdBy, items) {
  return { createdBy, items };
}

function copy(instruction, items) {
  return step(`${instruction} # buildkit`, items);
}

function command(createdBy) {
  return { createdBy };
}
