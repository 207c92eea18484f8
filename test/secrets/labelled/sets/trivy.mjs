// Trivy: the files that its scanner's test reads with the built-in rules. `folder` is a checkout or a bare repository.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeCase, makeSet } from './labelled-case.mjs';

const ROOM = 'pkg/fanal/secret';
/** The configuration under which no rule of the test's own is added. */
const BUILT_IN = 'skip-test.yaml';

/** A file in which the test wants findings is a positive, one in which it wants none a negative. */
export function readTrivy(folder) {
  const read = (path) =>
    existsSync(join(folder, ROOM))
      ? readFileSync(join(folder, ROOM, path))
      : execFileSync('git', ['-C', folder, 'show', `HEAD:${ROOM}/${path}`], { maxBuffer: 1 << 28 });
  const positives = [];
  const negatives = [];
  for (const block of read('scanner_test.go')
    .toString()
    .split(/\n\t\t\{\n/)) {
    const name = /^\s*(?:\/\/[^\n]*\n\s*)*name:\s+"([^"]+)"/.exec(block)?.[1];
    const config = /configPath:\s+(.+),/.exec(block)?.[1];
    const input = /inputFilePath:\s+(.+),/.exec(block)?.[1];
    if (name === undefined || !config?.includes(BUILT_IN) || input === undefined) continue;
    const path = basename(input.replaceAll(/[")]|, /g, '/').replace(/\/+$/, ''));
    const list = /Findings:/.test(block) ? positives : negatives;
    list.push(makeCase(`${path}: ${name}`, read(`testdata/${path}`), { path }));
  }
  return makeSet(positives, negatives);
}
