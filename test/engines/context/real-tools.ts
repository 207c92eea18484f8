// A base image with real tools in it, taken from this machine: Node with npm, Go, Python with pip, a C++ compiler with make.
// Nothing is downloaded for it; what the projects then install comes from the registries that this machine reaches.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { must } from '../run-program.ts';
import { DOCKER } from './fix-images.ts';

/** The image's name. */
export const SDK_IMAGE = 'plimsoll-fix-sdk';

const PROGRAMS = ['node', 'python3', 'make', 'g++', 'as', 'ld', 'ar'];
const FOLDERS = [
  '/usr/lib/node_modules/npm',
  '/usr/local/go',
  '/usr/lib/python3.11',
  '/usr/share/python-wheels',
  '/usr/lib/gcc/x86_64-linux-gnu',
  '/usr/include',
];
const LINKING = [
  'crt1.o',
  'Scrt1.o',
  'crti.o',
  'crtn.o',
  'libc.so',
  'libc_nonshared.a',
  'libm.so',
  'libmvec.so.1',
  'libstdc++.so.6',
  'libm.so.6',
];
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** Why the image cannot be made here; undefined where it can. */
export function whyNoTools(): string | undefined {
  const missing = [...PROGRAMS.map((name) => `/usr/bin/${name}`), ...FOLDERS].filter(
    (path) => !existsSync(path),
  );
  return missing.length === 0 ? undefined : `${missing.join(', ')} missing`;
}

/** Makes the image on the base. */
export async function makeSdkImage(base: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fix-sdk-'));
  const programs = PROGRAMS.flatMap((name) => chain(`/usr/bin/${name}`));
  const inner = ['cc1plus', 'collect2'].map((name) =>
    spawnSync('g++', [`-print-prog-name=${name}`], { encoding: 'utf8' }).stdout.trim(),
  );
  const extensions = spawnSync('find', ['/usr/lib/python3.11/lib-dynload', '-name', '*.so'], {
    encoding: 'utf8',
  });
  const libraries = [...programs, ...inner, ...extensions.stdout.trim().split('\n')].flatMap(librariesOf);
  const paths = new Set([
    ...programs,
    ...FOLDERS,
    ...libraries,
    ...LINKING.map((name) => `/usr/lib/x86_64-linux-gnu/${name}`).flatMap(chain),
    CERTIFICATES,
  ]);
  // A path that comes twice would become a hard link to itself.
  const members = new Set([...paths].map((path) => path.replace(/^\/lib(?:64)?\//, '/usr$&').slice(1)));
  writeFileSync(join(folder, 'paths'), [...members].join('\n'));
  await must('tar', [
    '-C',
    '/',
    '-cf',
    join(folder, 'sdk.tar'),
    '--exclude=usr/local/go/test',
    '-T',
    join(folder, 'paths'),
  ]);
  writeFileSync(
    join(folder, 'Dockerfile'),
    `FROM ${base}
ADD sdk.tar /
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/bin/npm && ldconfig
ENV PATH=/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin NODE_EXTRA_CA_CERTS=${CERTIFICATES} PIP_CERT=${CERTIFICATES} CGO_ENABLED=0
`,
  );
  await must('env', ['DOCKER_BUILDKIT=1', DOCKER, 'build', '-q', '-t', SDK_IMAGE, folder]);
  await must('rm', ['-r', folder]);
}

/** A link, and all links on the way to what it leads to. */
function chain(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  const links: string[] = [];
  for (let at = path; lstatSync(at).isSymbolicLink(); at = resolve(dirname(at), readlinkSync(at)))
    links.push(at);
  return [...links, realpathSync(path)];
}

function librariesOf(program: string): readonly string[] {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  return [...stdout.matchAll(/=> (\/\S+)/g)].flatMap(([, path]) => chain(path!));
}
