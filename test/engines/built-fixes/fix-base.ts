// The base that repaired Dockerfiles are built on: Debian as the official slim image has it, with that image's settings for apt.
import { rmSync } from 'node:fs';
import { makeTree } from '../../support/context-trees.ts';
import { must, runProgram } from '../run-program.ts';
import { makeSplitBase } from '../split/split-base.ts';
import { BASE as OFFICIAL } from '../split/split-projects.ts';

/** Its name, which tells the distribution as the official one does. */
export const BASE = 'debian:bookworm-slim-with-settings';

/** What the official image has in /etc/apt/apt.conf.d (debuerreotype's minimizing configuration). */
const REMOVE =
  '"rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true";';
const SETTINGS = {
  'docker-clean': `DPkg::Post-Invoke { ${REMOVE} };\nAPT::Update::Post-Invoke { ${REMOVE} };\nDir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\n`,
  'docker-gzip-indexes': 'Acquire::GzipIndexes "true";\n',
  'docker-no-languages': 'Acquire::Languages "none";\n',
  'docker-autoremove-suggests': 'Apt::AutoRemove::SuggestsImportant "false";\n',
};

/** Makes it where it is not there. */
export async function makeFixBase(docker: string): Promise<void> {
  await makeSplitBase(docker);
  if ((await runProgram(docker, ['image', 'inspect', BASE])).isDone) return;
  const folder = makeTree({
    Dockerfile: `FROM ${OFFICIAL}\nRUN rm -f /etc/apt/apt.conf.d/01keep-none\nCOPY settings/ /etc/apt/apt.conf.d/\nRUN echo force-unsafe-io > /etc/dpkg/dpkg.cfg.d/docker-apt-speedup\n`,
    settings: SETTINGS,
  });
  await must('env', ['DOCKER_BUILDKIT=1', docker, 'build', '-q', '-t', BASE, folder]);
  rmSync(folder, { recursive: true });
}
