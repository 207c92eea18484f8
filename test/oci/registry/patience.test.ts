import { describe, expect, it } from 'vitest';
import { PlimsollError } from '../../../src/errors.ts';
import { BusyAnswer, brokenOff, hang } from '../../../src/oci/registry/network-error.ts';
import { attemptPatiently, createPatience, parseRetryAfter } from '../../../src/oci/registry/patience.ts';
import { DEFAULT_SETTINGS } from '../../../src/oci/registry/settings.ts';
import { failureOf } from '../../support/image-files.ts';
import { makeFastSettings } from '../../support/registry-server.ts';

function busy(retryAfterMs?: number): PlimsollError {
  return new PlimsollError('REGISTRY_UNREACHABLE', 'busy', { cause: new BusyAnswer(503, retryAfterMs) });
}

/** How many attempts are made for an error that does not go away. */
async function countAttempts(error: unknown, settings = makeFastSettings()): Promise<number> {
  let attempts = 0;
  const attempt = async (): Promise<never> => {
    attempts += 1;
    throw error;
  };
  await expect(
    attemptPatiently({ settings, signal: undefined, onNotice: undefined }, attempt),
  ).rejects.toThrow();
  return attempts;
}

describe('attemptPatiently', () => {
  it('makes five attempts, with pauses that double and scatter', async () => {
    const settings = makeFastSettings();
    expect(await countAttempts(busy(), settings)).toBe(5);
    expect(settings.pauses).toHaveLength(4);
    for (const [index, pause] of settings.pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(250 * 2 ** index);
      expect(pause).toBeLessThanOrEqual(500 * 2 ** index);
    }
  });

  it('makes two attempts where the first one hung, and one where no other can help', async () => {
    expect(await countAttempts(hang('host', 'gave no answer', 1000))).toBe(2);
    expect(await countAttempts(brokenOff('host'))).toBe(5);
    expect(await countAttempts(new PlimsollError('REGISTRY_REFUSED', 'no'))).toBe(1);
    expect(await countAttempts(new TypeError('a defect'))).toBe(1);
  });

  it('waits as long as it is asked to, but not for longer than a minute', async () => {
    const settings = makeFastSettings();
    await countAttempts(busy(7000), settings);
    expect(settings.pauses).toEqual([7000, 7000, 7000, 7000]);
    const none = makeFastSettings();
    expect(await countAttempts(busy(61_000), none)).toBe(1);
    expect(none.pauses).toEqual([]);
    const failure = await failureOf(
      attemptPatiently({ settings: none, signal: undefined, onNotice: undefined }, () =>
        Promise.reject(busy(90_500)),
      ),
    );
    expect(failure.hint).toContain('91 seconds');
  });

  it('tells of a long pause', async () => {
    const notices: string[] = [];
    const options = {
      settings: makeFastSettings(),
      signal: undefined,
      onNotice: (line: string) => notices.push(line),
    };
    await failureOf(attemptPatiently(options, () => Promise.reject(busy(20_000))));
    expect(notices[0]).toBe('waiting 20 s: busy');
  });

  it('ends at once where the run is stopped during a pause', async () => {
    const controller = new AbortController();
    const options = {
      settings: { ...DEFAULT_SETTINGS, firstPauseMs: 60_000, longestPauseMs: 60_000 },
      signal: controller.signal,
      onNotice: undefined,
    };
    setTimeout(() => controller.abort(), 20);
    const started = performance.now();
    expect(await failureOf(attemptPatiently(options, () => Promise.reject(busy())))).toMatchObject({
      code: 'ABORTED',
    });
    expect(performance.now() - started).toBeLessThan(50_000);
  });
});

describe('createPatience', () => {
  it('is full again after it was renewed', async () => {
    const patience = createPatience({
      settings: makeFastSettings(),
      signal: undefined,
      onNotice: undefined,
    });
    for (let round = 0; round < 10; round += 1) {
      for (let failure = 0; failure < 4; failure += 1) await patience.waitAfter(busy());
      patience.renew();
    }
    for (let failure = 0; failure < 4; failure += 1) await patience.waitAfter(busy());
    await expect(patience.waitAfter(busy())).rejects.toThrow('busy');
  });
});

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    ['Wed, 21 Oct 2026 07:28:10 GMT', 10_000],
    ['Wed, 21 Oct 2026 07:27:50 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['1e9', undefined],
    ['99999999999', undefined],
    [undefined, undefined],
  ])('reads %j', (header, expected) => {
    expect(parseRetryAfter(header, Date.parse('Wed, 21 Oct 2026 07:28:00 GMT'))).toBe(expected);
  });
});
