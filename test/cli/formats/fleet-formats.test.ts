// A fleet's findings in the formats of tools of others: each once, at the line of the list that names the lowest image with it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { runHere } from '../../support/run-here.ts';
import { makeCleanImage, makeLadenImage } from '../made-images.ts';

const folder = makeTemporaryFolder();
const list = join(folder, 'fleet.txt');
const [clean, one, two] = ['clean', 'one', 'two'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];

beforeAll(async () => {
  await makeCleanImage(clean);
  await makeLadenImage(one);
  await makeLadenImage(two);
  writeFileSync(list, `# what we ship\n${clean}\n${one}\n${two}\n`);
});

const check = (...args: readonly string[]) => runHere(['fleet', 'check', '--from', list, ...args, '--quiet']);

describe('fleet check', () => {
  test('tells each finding once, with the images that have it', async () => {
    const { output, exitCode } = await check('--format', 'junit');
    expect(exitCode).toBe(1);
    expect(output.match(/<testcase /g)).toHaveLength(1);
    expect(output).toMatch(
      /classname="\S*fleet.txt" name="hidden-deleted: [^"]+" file="\S*fleet.txt" line="3"/,
    );
    expect(output).toMatch(/In 2 of 3 images \(hidden in 2\): \S+one, \S+two\./);
  });

  test('has the verdict, what is shared, and the images that fail in Markdown', async () => {
    const { output } = await check('--format', 'markdown', '--max-size', '1MB');
    expect(output).toMatch(/^### 3 images: fails\n\n\*\*Fails\*\* in 3 of 3 images, for 1 finding\.\n/);
    expect(output).toMatch(/3 layers, used 7 times: \S+ \S+ stored, \S+ \S+ shared\./);
    expect(output).toMatch(/\| warning \| `hidden-deleted` \| 2 of 3 \| 2.00 MB \| 1 of \S+one \|/);
    expect(output).toContain('<details><summary>3 images fail</summary>');
    expect(output).toContain('| 0 | max-size |');
  });

  test('tells what could not be checked', async () => {
    writeFileSync(join(folder, 'more.txt'), `${clean}\n${one}\n`);
    const run = await runHere([
      ...['fleet', 'check', clean, 'docker-archive:/nowhere/x.tar', '--quiet'],
      ...['--format', 'github'],
    ]);
    expect(run.exitCode).toBe(2);
  });
});
