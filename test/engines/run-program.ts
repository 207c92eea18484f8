// Programs as the engine tests need them: found or skipped loudly, run to the end, their refusals kept.
import { spawn, spawnSync } from 'node:child_process';

/** How a program ended. */
export interface Outcome {
  readonly isDone: boolean;
  readonly output: string;
  readonly complaint: string;
}

/** Runs a program to its end; never throws for what the program does. */
export function runProgram(program: string, args: readonly string[], input = ''): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ isDone: code === 0, output, complaint }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** Runs a program that has to succeed; gives what it says. */
export async function must(program: string, args: readonly string[], input = ''): Promise<string> {
  const { isDone, output, complaint } = await runProgram(program, args, input);
  if (!isDone) throw new Error(`${program} ${args.join(' ')}: ${complaint.slice(-2000)}`);
  return output;
}

/**
 * Whether tests with a program can run here; where not, says so on stderr, or throws where PLIMSOLL_ENGINES is `required`
 * (as in CI), so that a missing engine never looks like a passed test.
 */
export function canRun(
  program: string,
  args: readonly string[],
  isRight: (output: string) => boolean,
): boolean {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8' });
  const isRoot = process.getuid?.() === 0;
  if (status === 0 && isRoot && isRight(stdout)) return true;
  const why = !isRoot
    ? 'needs root'
    : status === 0
      ? `${program} says ${JSON.stringify(stdout.trim())}`
      : `no ${program}`;
  if (process.env['PLIMSOLL_ENGINES'] === 'required') throw new Error(`engine test cannot run: ${why}`);
  process.stderr.write(`\nSKIPPED, engine test cannot run: ${why}\n`);
  return false;
}
