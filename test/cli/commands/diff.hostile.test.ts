// Two images whose every text wants to drive the terminal, or to be more than can be printed.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, makeLayout, symlink } from '../../support/layers.ts';
import { runProgram } from '../run-program.ts';

const NASTY = '\x1b]0;owned\x07\x9b2J\u202e\u2028';
const folder = makeTemporaryFolder();

function stanza(name: string, version: string): string {
  return `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`;
}

const many = Array.from({ length: 20_000 }, (_, i) => `${NASTY}${i}=${NASTY}`);
await makeLayout(join(folder, 'a'), [layer([file('var/lib/dpkg/status', stanza('x', '1'))])], {
  run: { Cmd: [NASTY], Env: [`A${NASTY}=1`], User: 'root\nB is smaller than A.' },
});
await makeLayout(
  join(folder, 'b'),
  [
    {
      tar: layer([
        file('var/lib/dpkg/status', stanza(`x${NASTY}`, `1${NASTY}`) + stanza('x', `2${NASTY}`)),
        file(`opt/${NASTY}\n/${NASTY}`, 'x'.repeat(1000)),
        file(Buffer.from('opt/\xff\xfe', 'latin1'), 'y'),
        symlink(`opt/link${NASTY}`, NASTY),
        symlink('__proto__', 'constructor'),
      ]),
      createdBy: `RUN /bin/sh -c echo '${NASTY}' # buildkit`,
    },
  ],
  { run: { Env: many, Labels: { [NASTY]: NASTY, __proto__: 'x' }, Volumes: { [`/${NASTY}`]: {} } } },
);

test.each([
  ['text', []],
  ['text', ['--all']],
  ['json', []],
  ['json', ['--all']],
] as const)('%s %j', async (format, more) => {
  for (const pair of [
    ['./a', './b'],
    ['./b', './a'],
  ]) {
    const args = ['diff', ...pair, '--format', format, ...more];
    const { exitCode, stdout, stderr } = await runProgram(args, { cwd: folder });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]/);
    expect(stdout).not.toMatch(/^B is smaller than A/m);
    if (format === 'json') JSON.parse(stdout);
    else for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  }
});
