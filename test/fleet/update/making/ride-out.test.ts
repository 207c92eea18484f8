import { describe, expect, test } from 'vitest';
import { PlimsollError } from '../../../../src/errors.ts';
import { mayPass, rideOut } from '../../../../src/fleet/update/making/ride-out.ts';

const signal = new AbortController().signal;
const away = (): PlimsollError => new PlimsollError('REGISTRY_UNREACHABLE', 'it does not answer');

describe('what passes', () => {
  test.each<readonly [boolean, PlimsollError]>([
    [true, away()],
    [
      true,
      new PlimsollError(
        'BUILD_FAILED',
        'failed to do request: dial tcp 127.0.0.1:5000: connect: connection refused',
      ),
    ],
    [
      true,
      new PlimsollError('BUILD_FAILED', 'exit code 1', {
        cause: 'lookup mirror: Temporary failure in name resolution',
      }),
    ],
    [
      true,
      new PlimsollError(
        'BUILD_FAILED',
        'unexpected status from HEAD request to http://a/v2/: 503 Service Unavailable',
      ),
    ],
    [
      false,
      new PlimsollError(
        'BUILD_FAILED',
        'process "/bin/sh -c false" did not complete successfully: exit code: 1',
      ),
    ],
    [false, new PlimsollError('REGISTRY_REFUSED', 'connection refused by policy')],
    [false, new PlimsollError('DOCKERFILE_INVALID', 'connection refused')],
  ])('%s: %o', (expected, error) => {
    expect(mayPass(error)).toBe(expected);
  });

  test('is waited out with the pauses that are given, and told', async () => {
    let attempts = 0;
    const waits: number[] = [];
    const attempt = async (): Promise<string> => {
      if (++attempts < 4) throw away();
      return 'there';
    };
    const options = {
      pausesMs: [1, 2, 3, 4],
      onWait: (_: PlimsollError, pauseMs: number) => waits.push(pauseMs),
    };
    expect(await rideOut(attempt, signal, options)).toBe('there');
    expect([attempts, waits]).toEqual([4, [1, 2, 3]]);
  });

  test('is thrown where it does not pass, once more than there are pauses', async () => {
    let attempts = 0;
    const attempt = async (): Promise<never> => {
      attempts++;
      throw away();
    };
    await expect(rideOut(attempt, signal, { pausesMs: [0, 0] })).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
    });
    expect(attempts).toBe(3);
  });

  test('is not waited for where it fails for good', async () => {
    let attempts = 0;
    const attempt = async (): Promise<never> => {
      attempts++;
      throw new PlimsollError('BUILD_FAILED', 'exit code: 1');
    };
    await expect(rideOut(attempt, signal, { pausesMs: [0, 0] })).rejects.toMatchObject({
      code: 'BUILD_FAILED',
    });
    expect(attempts).toBe(1);
  });
});
