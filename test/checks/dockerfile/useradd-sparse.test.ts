// Users with huge numbers.
import { describe, expect, test } from 'vitest';
import { findingsOf, fixedBy } from '../../support/judge-dockerfile.ts';

const RULE = 'useradd-sparse';

describe('finds', () => {
  test('a large uid, and what it costs', () => {
    const [finding] = findingsOf(RULE, 'FROM debian\nRUN useradd -u 1000010000 app\n');
    expect(finding).toMatchObject({
      severity: 'warning',
      line: 2,
      price: { kind: 'computed', bytes: 324_003_240_000 },
    });
  });
});

describe('leaves alone', () => {
  test.each([
    'RUN useradd -u 1000 app',
    'RUN useradd -l -u 1000010000 app',
    'RUN useradd --no-log-init --uid 1000010000 app',
    'RUN useradd -u $UID app',
    'RUN adduser -u 1000010000 app',
    'RUN useradd app',
  ])('%s', (line) => {
    expect(findingsOf(RULE, `FROM debian\n${line}\n`)).toEqual([]);
  });

  test('BusyBox', () => {
    expect(findingsOf(RULE, 'FROM alpine\nRUN useradd -u 1000010000 app\n')).toEqual([]);
  });
});

test('the fix adds the option, with sudo and paths too', () => {
  expect(fixedBy(RULE, 'FROM debian\nRUN a && sudo /usr/sbin/useradd -u 1000010000 app\n')).toBe(
    'FROM debian\nRUN a && sudo /usr/sbin/useradd --no-log-init -u 1000010000 app\n',
  );
});
