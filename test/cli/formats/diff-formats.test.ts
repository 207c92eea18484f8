// What a pull request changes against the image of its base branch, in the formats of tools of others.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { file, layer, makeLayout } from '../../support/layers.ts';
import { runHere } from '../../support/run-here.ts';

const MB = 1_000_000;
const folder = makeTemporaryFolder();
const [before, after] = [join(folder, 'app-main'), join(folder, 'app-pr')];
const status = (...packages: readonly [name: string, version: string][]) =>
  file(
    'var/lib/dpkg/status',
    packages
      .map(
        ([name, version]) =>
          `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n\n`,
      )
      .join(''),
  );
const plain = (createdBy: string, ...items: Parameters<typeof layer>[0]) =>
  ({ tar: layer(items), createdBy, compression: 'plain' }) as const;
const base = plain(
  'ADD rootfs.tar.xz /',
  file('etc/os-release', 'ID=debian\n'),
  file('bin/sh', Buffer.alloc(MB, 's')),
);

beforeAll(async () => {
  await makeLayout(
    before,
    [
      base,
      plain(
        'RUN /bin/sh -c apt-get install -y curl # buildkit',
        status(['curl', '7.1'], ['gone', '1.0']),
        file('root/.cache/pip/http/one', Buffer.alloc(3 * MB, 'q')),
      ),
    ],
    { run: { Env: ['PATH=/bin', 'MODE=old'] } },
  );
  await makeLayout(
    after,
    [
      base,
      plain(
        'RUN /bin/sh -c apt-get update && apt-get install -y curl # buildkit',
        status(['curl', '7.2'], ['jq', '1.6']),
        file('var/lib/apt/lists/one_Packages', Buffer.alloc(5 * MB, 'p')),
        file('opt/<b>@team|x', Buffer.alloc(2 * MB, 'z')),
      ),
    ],
    { run: { Env: ['PATH=/bin', 'MODE=new'] } },
  );
  writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nRUN apt-get update && apt-get install -y curl\n');
});

const diff = (...args: readonly string[]) => runHere(['diff', before, after, ...args, '--quiet']);
const DOCKERFILE = ['--dockerfile', join(folder, 'Dockerfile')];

describe('diff', () => {
  test('in Markdown says what changed, and folds away the rest', async () => {
    const { output, exitCode } = await diff('--format', 'markdown', '--fail-on', 'findings');
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^### \S+app-pr against \S+app-main: fails\n/);
    expect(output).toContain('**8.00 MB**, **4.00 MB** (>99 %) more.');
    expect(output).toContain('**Fails:** new findings by `apt-cache`.');
    expect(output).toContain('| in all | 4.00 MB | 8.00 MB | +4.00 MB |');
    expect(output).toMatch(/\| ballast \| 3.00 MB \| 5.00 MB \| \+2.00 MB \|/);
    expect(output).toContain('**1 new finding**');
    expect(output).toMatch(/\| warning \| `apt-cache` \| \S+:1 \| 5.00 MB \|/);
    expect(output).toContain('<details><summary>1 finding is gone</summary>');
    expect(output).toContain('<details><summary>3 packages differ (1 added, 1 removed, 1 updated)</summary>');
    expect(output).toContain('| curl 7.1 -\\> 7.2 | deb | updated |');
    expect(output).toContain('\\<b\\>&#64;team\\|x');
    expect(output).toContain('| Env MODE | old | new |');
    expect(output.match(/<details>/g)!.length).toBe(output.match(/<\/details>/g)!.length);
  });

  test('fails in JUnit where it fails the run, and only there', async () => {
    const calm = await diff('--format', 'junit');
    expect(calm.exitCode).toBe(0);
    expect(calm.output).toContain('failures="0"');
    const strict = await diff(
      '--format',
      'junit',
      '--fail-on',
      'findings',
      '--max-growth',
      '1%',
      ...DOCKERFILE,
    );
    expect(strict.exitCode).toBe(1);
    expect(strict.output).toContain('tests="2" failures="2"');
    expect(strict.output).toContain('max-growth: the image has grown too much: +4.00 MB, 40.0 kB allowed');
    expect(strict.output).not.toContain('pip');
  });

  test('points at the instruction that brought a finding', async () => {
    const { output } = await diff('--format', 'github', ...DOCKERFILE);
    expect(output).toMatch(
      /^::warning file=\S*Dockerfile,line=2,endLine=2,col=1,endColumn=46,title=apt-cache::/,
    );
    expect(output.trim().split('\n')).toHaveLength(1);
  });

  test('of an image with itself has nothing to tell', async () => {
    const run = await runHere(['diff', after, after, '--format', 'markdown']);
    expect(run.output).toContain('They are the same image.\n');
    expect((await runHere(['diff', after, after, '--format', 'junit'])).output).toContain('no findings');
  });
});
