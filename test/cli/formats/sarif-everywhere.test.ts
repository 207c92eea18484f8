// The SARIF of every command that writes it, on projects, Dockerfiles, contexts, images, pairs and fleets: it fits OASIS's schema and
// GitHub's rules, and its regions and replacements are those of the files as they stand.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { breaksOasisSchema } from '../../report/sarif/oasis-schema.ts';
import { breaksGithubRules, type SarifLog } from '../../report/sarif/sarif-rules.ts';
import { runHere } from '../../support/run-here.ts';
import { makeCleanImage, makeLadenImage } from '../made-images.ts';

const DOCKERFILE = `FROM debian:bookworm-slim AS base
RUN apt-get update && apt-get install -y curl && \\
    make && make install
ADD https://example.com/tool.tar.gz /opt/
COPY . /app
RUN rm -rf /opt/cache
RUN chown -R 1000:1000 /app
`;
const before = process.cwd();

beforeAll(async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-sarif-')));
  mkdirSync(join(folder, '.git'));
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'Dockerfile'), DOCKERFILE);
  writeFileSync(join(folder, 'sub', 'Dockerfile'), DOCKERFILE.replaceAll('\n', '\r\n'));
  writeFileSync(join(folder, 'big.bin'), Buffer.alloc(2_000_000, 7));
  symlinkSync('sub/Dockerfile', join(folder, 'Dockerfile.link'));
  writeFileSync(
    join(folder, 'docker-bake.hcl'),
    'target "a" { args = { X = "1" } }\ntarget "b" { context = "sub" }\ngroup "default" { targets = ["a", "b"] }\n',
  );
  await makeCleanImage(join(folder, 'clean'));
  await makeLadenImage(join(folder, 'laden'));
  writeFileSync(join(folder, 'fleet.txt'), '# what we ship\n./clean\n./laden\n');
  cpSync(fileURLToPath(new URL('../../../examples', import.meta.url)), join(folder, 'examples'), {
    recursive: true,
  });
  process.chdir(folder);
});
afterAll(() => process.chdir(before));

async function sarifOf(args: readonly string[]): Promise<SarifLog> {
  const { output, exitCode, complaint } = await runHere([...args, '--format', 'sarif', '--quiet']);
  expect(exitCode, complaint).toBeLessThan(2);
  return JSON.parse(output) as SarifLog;
}

describe('SARIF', () => {
  test.each([
    ['check .', 5],
    ['check Dockerfile sub/Dockerfile', 6],
    ['check Dockerfile.link', 3],
    ['check --bake docker-bake.hcl .', 6],
    ['check ./clean', 0],
    ['check ./laden ./clean', 1],
    ['check . ./laden', 6],
    ['check ./laden --max-size 1MB', 2],
    ['context .', 1],
    ['context --bake docker-bake.hcl .', 1],
    ['diff ./clean ./laden', 1],
    ['diff ./laden ./clean --fail-on findings', 0],
    ['diff ./clean ./laden --max-growth 1%', 2],
    ['fleet check --from fleet.txt', 1],
    ['fleet check ./clean ./laden --max-ballast 1kB', 2],
    ['check examples/cluster', 0],
    ['check examples/platform/apps/shop', 0],
  ] as const)('of %s is taken by GitHub', async (line, least) => {
    const log = await sarifOf(line.split(' '));
    expect(breaksGithubRules(log)).toEqual([]);
    expect(breaksOasisSchema(log)).toEqual([]);
    const { results } = log.runs[0]!;
    expect(results.length).toBeGreaterThanOrEqual(least);
    for (const { locations } of results) {
      const { artifactLocation, region } = locations![0]!.physicalLocation!;
      const lines = readFileSync(decodeURIComponent(artifactLocation!.uri!), 'utf8').split(/\r?\n/);
      expect(region!.endLine).toBeLessThanOrEqual(lines.length);
      expect(region!.endColumn).toBeLessThanOrEqual(lines[region!.endLine! - 1]!.length + 1);
    }
  });

  test.each([
    'RUN apt-get update && apt-get install -y --no-install-recommends curl\n',
    '# ü\u{1f600}\nRUN apt-get update && \\\n    apt-get install -y --no-install-recommends \\\n    curl\n',
    'RUN apk add curl\n',
    'RUN pip install flask\n',
  ])('carries replacements that do what --fix does: %j', async (instruction) => {
    for (const lineEnd of ['\n', '\r\n']) {
      const file = join(mkdtempSync(join(tmpdir(), 'plimsoll-fixed-')), 'Dockerfile');
      const text = `FROM python:3.12-alpine\n${instruction}`.replaceAll('\n', lineEnd);
      writeFileSync(file, text);
      const { results } = (await sarifOf(['check', file, 'Dockerfile'])).runs[0]!;
      const own = results.filter(({ locations }) =>
        locations![0]!.physicalLocation!.artifactLocation!.uri!.startsWith('file:'),
      );
      const [changes, ...more] = own.flatMap(({ fixes }) => fixes ?? []);
      expect(more).toEqual([]);
      const changed = changes!.artifactChanges[0]!.replacements.toSorted(
        (a, b) => b.deletedRegion.charOffset - a.deletedRegion.charOffset,
      ).reduce(
        (left, { deletedRegion: { charOffset, charLength }, insertedContent }) =>
          left.slice(0, charOffset) + (insertedContent?.text ?? '') + left.slice(charOffset + charLength),
        text,
      );
      await runHere(['check', file, '--fix', '--quiet']);
      expect(readFileSync(file, 'utf8')).toBe(changed);
      expect(changed).not.toBe(text);
    }
  });
});
