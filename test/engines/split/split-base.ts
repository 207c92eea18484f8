// A base as small as the official slim one: Debian without documentation, translations and package lists, and with this
// machine's certificates, so that what builds install comes from the mirrors that it reaches.
import { copyFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTree } from '../../support/context-trees.ts';
import { must, runProgram } from '../run-program.ts';
import { BASE } from './split-projects.ts';

const FROM = 'debian:bookworm-slim';
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';
/** Where no package of certificates writes its own. */
const IN_IMAGE = '/etc/ssl/certificates-of-the-machine.crt';
const UNUSED = ['doc', 'man', 'info', 'locale'];

/** Makes it where it is not there. */
export async function makeSplitBase(docker: string): Promise<void> {
  if ((await runProgram(docker, ['image', 'inspect', BASE])).isDone) return;
  const folder = makeTree({
    Dockerfile: [
      `FROM ${FROM}`,
      `COPY certificates ${IN_IMAGE}`,
      'COPY slim /etc/dpkg/dpkg.cfg.d/slim',
      // What merges /usr needs Perl; the official image has the package that says that it is merged.
      'RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends usr-is-merged usrmerge- \\',
      '    && apt-get purge -y -qq --autoremove perl libperl5.36 perl-modules-5.36; \\',
      `    rm -rf ${UNUSED.map((name) => `/usr/share/${name}/*`).join(' ')} /var/lib/apt/lists/* /var/cache/apt/* \\`,
      '    && mkdir -p /usr/share/man/man1',
      '',
    ].join('\n'),
    slim: `${UNUSED.map((name) => `path-exclude /usr/share/${name}/*`).join('\n')}\n`,
  });
  const source = process.env['SSL_CERT_FILE'] ?? CERTIFICATES;
  if (existsSync(source)) copyFileSync(source, join(folder, 'certificates'));
  else writeFileSync(join(folder, 'certificates'), '');
  await must('env', [
    'DOCKER_BUILDKIT=1',
    docker,
    'build',
    '-q',
    '--network',
    'host',
    '-t',
    `${BASE}-layers`,
    folder,
  ]);
  const container = (await must(docker, ['create', `${BASE}-layers`, 'true'])).trim();
  const archive = join(folder, 'root.tar');
  await must(docker, ['export', '-o', archive, container]);
  const settings = ['SSL_CERT_FILE', 'PIP_CERT', 'NODE_EXTRA_CA_CERTS'].flatMap((name) => [
    '-c',
    `ENV ${name}=${IN_IMAGE}`,
  ]);
  await must(docker, ['import', ...settings, '-c', 'CMD ["bash"]', archive, BASE]);
  await must(docker, ['rm', container]);
  await must(docker, ['image', 'rm', `${BASE}-layers`]);
  rmSync(folder, { recursive: true });
}
