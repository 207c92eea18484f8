// A program in a terminal of its own (python3's pty), as somebody who types sees it.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('./terminal.py', import.meta.url));

/** What somebody does when a text has come (or at once), after the program has come to rest. */
export interface Step {
  readonly until?: string;
  readonly send?: string;
  readonly resize?: readonly [columns: number, rows: number];
  readonly signal?: number;
}

/** All that was written up to each step, and up to the end; a signal's exit code is negative. */
export interface TerminalRun {
  readonly steps: readonly string[];
  readonly all: string;
  readonly code: number;
}

/** Whether there is a terminal to be had. */
export const hasTerminal = spawnSync('python3', ['-c', 'import pty']).status === 0;

/** Runs it; rejects where a text does not come, or the program does not end. */
export async function runInTerminal(
  argv: readonly string[],
  steps: readonly Step[],
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly cwd?: string;
    readonly columns?: number;
    readonly rows?: number;
  } = {},
): Promise<TerminalRun> {
  const { columns = 80, rows = 24, env = {}, cwd } = options;
  const child = spawn('python3', [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(
    JSON.stringify({ argv, env: { TERM: 'xterm-256color', ...env }, cwd, columns, rows, steps }),
  );
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  const result = JSON.parse(Buffer.concat(chunks).toString()) as {
    steps: string[];
    all: string;
    code: number;
    failure: string | null;
  };
  const decode = (text: string): string => Buffer.from(text, 'base64').toString();
  if (result.failure !== null) throw new Error(`${result.failure}\n${decode(result.all)}`);
  return { steps: result.steps.map(decode), all: decode(result.all), code: result.code };
}
