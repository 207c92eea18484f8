// The real program in a terminal of its own: what is on the screen, and that the terminal is given back.
import { describe, expect, test } from 'vitest';
import { hasTerminal, runInTerminal, type Step } from '../../support/run-in-terminal.ts';
import { PROGRAM, runProgram } from '../run-program.ts';
import { makeWalkedImage } from './made-walk.ts';

const image = await makeWalkedImage();
if (!hasTerminal) process.stderr.write('\nSKIPPED, the screen cannot be tried: no python3\n');

const run = (steps: readonly Step[], size: { columns?: number; rows?: number } = {}) =>
  runInTerminal([process.execPath, PROGRAM, 'image', image, '--ui', '--no-cache'], steps, size);

/** What the screen shows after all that was written: lines are drawn whole, each from its beginning. */
function screenOf(written: string): readonly string[] {
  const drawn = written.slice(written.lastIndexOf('\x1b[2J'));
  const lines: string[] = [];
  for (const [, row, text] of drawn.matchAll(/\x1b\[(\d+);1H((?:(?!\x1b\[\d+;1H)[\s\S])*)/g))
    lines[Number(row) - 1] = text!.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, '').trimEnd();
  return lines;
}

describe.skipIf(!hasTerminal)('in a terminal', () => {
  test('shows layers and files, takes keys, and gives the terminal back', async () => {
    const { steps, all, code } = await run([
      { until: '? help', send: '\t' },
      { send: '\x1b[C' },
      { until: 'cache/', send: '/one' },
      { until: 'filter: one', send: '\r' },
      { until: 'quit', send: 'q' },
    ]);
    const [first, , opened, filtered] = steps.map(screenOf);
    expect(first).toHaveLength(24);
    expect(first![0]).toContain('in 3 layers, 4.00 MB ballast');
    expect(opened!.join('\n')).toMatch(/▸ cache\//);
    expect(filtered!.join('\n')).toMatch(/hidden-d.*one\.bin/);
    expect(code).toBe(0);
    expect(all).toContain('\x1b[?1049h');
    expect(all.endsWith('\x1b[?7h\x1b[0m\x1b[?25h\x1b[?1049l')).toBe(true);
  });

  test('follows the size of the terminal', async () => {
    const { steps } = await run([
      { until: '? help', resize: [120, 40] },
      { until: '? help', resize: [30, 8] },
      { until: 'too small', send: 'q' },
    ]);
    expect(screenOf(steps[1]!)).toHaveLength(40);
    expect(screenOf(steps[2]!).slice(0, 8)).toEqual(['too small; q leaves', '', '', '', '', '', '', '']);
  });

  test.each([
    ['Ctrl-C', { send: '\u0003' }, 0],
    ['SIGTERM', { signal: 15 }, 143],
    ['SIGHUP', { signal: 1 }, 129],
  ] as const)('%s gives the terminal back', async (_, step, expected) => {
    const { all, code } = await run([{ until: '? help', ...step }]);
    expect(code).toBe(expected);
    expect(all).toContain('\x1b[?25h\x1b[?1049l');
    expect(all.lastIndexOf('\x1b[?1049l')).toBeGreaterThan(all.lastIndexOf('\x1b[?1049h'));
  });
});

describe('without a terminal', () => {
  test('is refused, with what to do', async () => {
    const { exitCode, stdout, stderr } = await runProgram(['image', image, '--ui']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^plimsoll: --ui needs a terminal, .+\nhint: Without --ui, /);
  });

  test.each([[['--format', 'json']], [['--why', 'perl']], [['--lighter']]])(
    'goes with no %j',
    async (flags) => {
      const { exitCode, stderr } = await runProgram(['image', image, '--ui', ...flags]);
      expect(exitCode).toBe(2);
      expect(stderr).toMatch(/^plimsoll: --ui [^\n]+\nhint: /);
    },
  );
});
