// Commands that rewrite images, killed by kill -9 at random moments, for each kind of destination: a reader sees the old image or the whole
// new one, the next run completes, nothing of the killed one stays, and a registry is sent only what it does not have.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Digest } from '../../src/oci/bytes/digest.ts';
import { isBuilt } from '../support/built-modules.ts';
import { readWhole } from '../support/read-whole.ts';
import { makeRewrite, REWRITES, rewrite, watchRegistry, writeOldImage } from '../support/rewrite-program.ts';
import { startWritableRegistry } from '../support/writable-registry.ts';

/** How often it is killed for each kind of destination. */
const KILLS = Number(process.env['PLIMSOLL_KILLS'] ?? 50);
const SIZE_BYTES = 12_000_000;

interface Place {
  readonly output: string;
  /** An image beside it that must stay as it is. */
  readonly beside?: string;
  readonly args?: readonly string[];
  /** Called after the killed run; what it gives is called after the next one. */
  readonly watch?: () => () => void;
}

describe.runIf(isBuilt()).each(REWRITES)(`%s, killed ${KILLS} times`, (command) => {
  let folder = '';
  let input: readonly string[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-killed-'));
    input = await makeRewrite(command, folder, SIZE_BYTES);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Kills it at random moments of the time that a whole run takes; how long that is on a busy machine is learned on the way. */
  async function killMany(
    name: string,
    choosePlace: (at: string, i: number) => Promise<Place>,
  ): Promise<void> {
    let lastsMs = 0;
    let expected: Digest | undefined;
    const tally = { killed: 0, old: 0, new: 0 };
    for (let i = -1; i < 3 * KILLS && tally.killed < KILLS; i++) {
      const at = mkdtempSync(join(folder, 'run-'));
      const home = join(at, 'home');
      const place = await choosePlace(at, i + 1);
      const before = await readWhole(place.output);
      const beside = place.beside === undefined ? undefined : await readWhole(place.beside);
      const begunAt = performance.now();
      const killAfterMs = Math.random() * lastsMs;
      const { exitCode, stderr } = await rewrite(input, place.output, home, {
        ...(i === -1 ? {} : { killAfterMs }),
        ...(place.args === undefined ? {} : { args: place.args }),
      });
      const tookMs = performance.now() - begunAt;
      const shown = await readWhole(place.output);
      if (i === -1) {
        expect(exitCode, stderr).toBe(0);
        [expected, lastsMs] = [shown, tookMs];
        continue;
      }
      expect([before, expected]).toContain(shown);
      if (exitCode === null) tally.killed += 1;
      else expect(exitCode, stderr).toBe(0);
      lastsMs = exitCode === null ? lastsMs * 1.02 : tookMs;
      tally[shown === expected ? 'new' : 'old'] += 1;
      const judge = place.watch?.();
      // A layout whose image is there takes no second one without a tag.
      if (shown !== expected || before !== undefined || place.beside !== undefined) {
        const args = place.args ?? [];
        const again = await rewrite(input, place.output, home, { args });
        expect(again.exitCode, again.stderr).toBe(0);
      }
      judge?.();
      expect(await readWhole(place.output)).toBe(expected);
      if (place.beside !== undefined) expect(await readWhole(place.beside)).toBe(beside);
      const left = readdirSync(at, { recursive: true, encoding: 'utf8' }).filter((path) =>
        /^home\/tmp\/.|(?:^|\/)[^/]*plimsoll-|partial/.test(path),
      );
      expect(left).toEqual([]);
      rmSync(at, { recursive: true });
    }
    expect(tally.killed).toBeGreaterThan(0);
    const took = `a whole run takes ${Math.round(lastsMs)} ms`;
    process.stdout.write(
      `\n${command}, ${name}: ${tally.killed} killed, then ${tally.old} old and ${tally.new} new; ${took}\n`,
    );
  }

  test('a new layout', () => killMany('new layout', async (at) => ({ output: `oci:${at}/image` })));

  test('one more tag of a layout', () =>
    killMany('tag of a layout', async (at) => {
      await writeOldImage(`oci:${at}/image:old`);
      return { output: `oci:${at}/image:new`, beside: `oci:${at}/image:old` };
    }));

  test.each(['oci-archive', 'docker-archive'])('%s in the place of another', (kind) =>
    killMany(kind, async (at) => {
      const output = `${kind}:${at}/image.tar`;
      await writeOldImage(output);
      return { output, args: ['--replace'] };
    }),
  );

  test('a tag of a registry', async () => {
    const registry = await startWritableRegistry();
    await killMany('registry', async (_, i) => {
      const output = `docker://${registry.host}/team/app-${i}:latest`;
      await writeOldImage(output);
      const watch = (): (() => void) => {
        const end = watchRegistry(registry, `team/app-${i}`);
        return () => {
          const { receivedBytes, addedBytes } = end();
          expect(receivedBytes).toBe(addedBytes);
        };
      };
      return { output, watch };
    });
  });
});
