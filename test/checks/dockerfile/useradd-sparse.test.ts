// Users with huge numbers.
import { describe, expect, test } from 'vitest';
import { NO_PRICING } from '../../../src/checks/dockerfile/pricing.ts';
import { findingsOf, fixedBy } from '../../support/judge-dockerfile.ts';

const RULE = 'useradd-sparse';

describe('finds', () => {
  test('a large uid, and what it costs', () => {
    const [finding] = findingsOf(RULE, 'FROM debian:11\nRUN useradd -u 1000010000 app\n');
    expect(finding).toMatchObject({
      severity: 'warning',
      line: 2,
      price: { kind: 'computed', bytes: 324_003_240_000 },
    });
  });

  test.each(['ubuntu:22.04', 'debian:buster-slim', 'python:3.9-bullseye'])(
    'it on %s with a price',
    (base) => {
      expect(findingsOf(RULE, `FROM ${base}\nRUN useradd -u 1000010000 app\n`)[0]!.price).not.toBeNull();
    },
  );

  // Which shadow they have is not known.
  test.each(['node:20', 'centos:7', 'example.com/base:1'])('it on %s without a price', (base) => {
    expect(findingsOf(RULE, `FROM ${base}\nRUN useradd -u 1000010000 app\n`)).toMatchObject([
      { price: null },
    ]);
  });

  test('it by what the layer holds, where an image is given', () => {
    const files = (bytes: number) => ({
      look: {
        pricing: { ...NO_PRICING, priceFiles: () => ({ kind: 'layer', bytes, layer: 1 }) as const },
      },
    });
    const text = 'FROM node:20\nRUN useradd -u 1000010000 app\n';
    expect(findingsOf(RULE, text, files(324e6))[0]!.price).toMatchObject({ bytes: 324e6 });
    expect(findingsOf(RULE, text, files(0))).toEqual([]);
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
    expect(findingsOf(RULE, `FROM debian:11\n${line}\n`)).toEqual([]);
  });

  // shadow 4.13 and later, as in these, writes no entry that was not there.
  test.each(['debian', 'debian:12-slim', 'debian:bookworm', 'ubuntu:24.04', 'node:20-bookworm-slim'])(
    'all of it on %s',
    (base) => {
      expect(findingsOf(RULE, `FROM ${base}\nRUN useradd -u 1000010000 app\n`)).toEqual([]);
    },
  );

  test('BusyBox', () => {
    expect(findingsOf(RULE, 'FROM alpine\nRUN useradd -u 1000010000 app\n')).toEqual([]);
  });
});

test('the fix adds the option, with sudo and paths too', () => {
  expect(fixedBy(RULE, 'FROM debian:11\nRUN a && sudo /usr/sbin/useradd -u 1000010000 app\n')).toBe(
    'FROM debian:11\nRUN a && sudo /usr/sbin/useradd --no-log-init -u 1000010000 app\n',
  );
});
