import { expect, test } from 'vitest';
import { duplicateContent } from '../../src/checks/duplicate-content.ts';
import { file, link } from '../support/layers.ts';
import { judgeStack } from './judging/judge-stack.ts';
import { expectPage } from './judging/rule-page.ts';

const LARGE = Buffer.alloc(duplicateContent.floorBytes, 'large');
const rules = [duplicateContent];

test('a file that two instructions bring to two places', async () => {
  const stack = [[file('srv/worker/model.bin', LARGE)], [file('srv/api/model.bin', LARGE)]];
  const { findings, bytes } = await judgeStack(stack, { rules });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({
    rule: 'duplicate-content',
    severity: 'warning',
    message: 'files whose content is at another path too',
    state: 'visible',
    layer: 0,
    hiddenByLayer: null,
    paths: [{ path: 'srv/worker/model.bin', bytes: LARGE.byteLength, neededPath: 'srv/api/model.bin' }],
    fix: 'End that RUN with `ln -sf /srv/api/model.bin /srv/worker/model.bin`.',
  });
  expect(bytes.neededBytes).toBe(LARGE.byteLength);
});

test.each<readonly [string, string, string, string]>([
  [
    'srv/api/a b',
    'srv/worker/a',
    'COPY . /srv',
    "Do not copy /srv/worker/a, link it: `RUN mkdir -p /srv/worker && ln -s '/srv/api/a b' /srv/worker/a`.",
  ],
  ['srv/a', "srv/b'; reboot", 'RUN make', "End that RUN with `ln -sf /srv/a '/srv/b'\\''; reboot'`."],
  [
    'app/ca.pem',
    'etc/ssl/certs/ca-certificates.crt',
    'RUN apt-get install -y ca-certificates',
    'Do not bring /app/ca.pem, link it: `RUN mkdir -p /app && ln -s /etc/ssl/certs/ca-certificates.crt /app/ca.pem`.',
  ],
  [
    'app/model.bin',
    'usr/share/model.bin',
    'RUN cp /app/model.bin /usr/share/model.bin',
    'End that RUN with `ln -sf /app/model.bin /usr/share/model.bin`.',
  ],
  [
    'app/node_modules/typescript/lib/tsc.js',
    'usr/local/lib/node_modules/typescript/lib/tsc.js',
    'RUN npm install -g typescript',
    'Install it once: what is in /usr/local/lib/node_modules is in /app/node_modules too.',
  ],
])('the fix for %s and %s by %s', async (first, second, createdBy, fix) => {
  const { findings } = await judgeStack([[file(second, LARGE)], [file(first, LARGE)]], {
    rules,
    history: [createdBy, 'COPY x /'],
  });
  expect(findings.map((finding) => finding.fix)).toEqual([fix]);
});

test('many small duplicates reach the floor together', async () => {
  const pieces = Array.from({ length: 65 }, (_, i) => Buffer.alloc(64 * 1024, `piece ${i}`));
  const stack = [pieces.flatMap((piece, i) => [file(`a/${i}`, piece), file(`b/${i}`, piece)])];
  const { findings } = await judgeStack(stack, { rules });
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject({ severity: 'warning', fileCount: 65, folder: 'b' });
  expect(findings[0]!.fix).toMatch(/`ln -sf \/a\/0 \/b\/0`, and so on for the others\.$/);
  const fewer = await judgeStack([stack[0]!.slice(0, 100)], { rules });
  expect(fewer.findings.map(({ severity }) => severity)).toEqual(['advice']);
});

test('what is left alone: hard links, small files, other content of the same length', async () => {
  const small = LARGE.subarray(0, 64 * 1024 - 1);
  const other = Buffer.from(LARGE);
  other[5] = 0;
  const items = [file('a', LARGE), link('b', 'a'), file('c', small), file('d', small), file('e', other)];
  expect((await judgeStack([items], { rules })).findings).toEqual([]);
});

test('the page', () => expectPage(duplicateContent));
