// Dockerfiles that nobody builds: their judgement ends, in little time.
import { describe, expect, test } from 'vitest';
import { judgeDockerfileText, repairText } from '../../support/judge-dockerfile.ts';

const many = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => line(i)).join('\n');

describe('the judgement ends', () => {
  test.each([
    [
      'of very many layers',
      `FROM debian:12\n${many(3000, (i) => `COPY a /b${i}\nRUN rm -rf /b${i} && chown -R a /b`)}\n`,
    ],
    [
      'of one very long RUN',
      `FROM debian:12\nRUN true \\\n${many(4000, (i) => `  && rm -rf /x${i} \\`)}\n  && true\n`,
    ],
    ['of very many comments', `FROM debian:12\n${many(5000, (i) => `# plimsoll ignore=x${i} y\nRUN a`)}\n`],
    ['of very many arguments', `FROM debian:12\n${many(2000, (i) => `ARG A${i}_TOKEN`)}\n`],
    [
      'of comments alone behind a stage',
      `FROM debian:12\n${many(20_000, () => '# hadolint ignore=DL3008')}\n`,
    ],
  ])(
    '%s',
    (_, text) => {
      const start = performance.now();
      judgeDockerfileText(text);
      // A machine that does much else at the same time is slow.
      expect(performance.now() - start).toBeLessThan(60_000);
    },
    60_000,
  );

  test('of bytes that are no text', () => {
    const text = `FROM a\nRUN ${'\u0000\ufffd\ud83d\ude00"\'`$(('.repeat(200)}\n`;
    expect(() => judgeDockerfileText(text)).not.toThrow();
  });
});

test('a repair of very many findings ends, and the second one changes nothing', () => {
  const text = `FROM debian:12\n${many(40, (i) => `RUN curl -o /z${i}.tgz https://e.com/a.tgz && tar xf /z${i}.tgz -C /o${i}`)}\n`;
  const { text: once, applied } = repairText(text);
  expect(applied.length).toBeGreaterThanOrEqual(40);
  expect(repairText(once).text).toBe(once);
}, 300_000);
