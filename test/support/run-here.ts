// The program in this process, for tests: what it printed, and how it ended.
import { runCli } from '../../src/cli/run-cli.ts';

/** How a run ended, and what it said on both outputs. */
export interface RunHere {
  readonly exitCode: number;
  readonly output: string;
  readonly complaint: string;
}

/** What makes commands that read images do everything in this thread, and keep nothing. */
const ALONE: readonly string[] = ['--no-cache', '--workers', '0'];

/** Runs it with these arguments, and with those of `alone`, which are none for commands that read no image. */
export async function runHere(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  alone: readonly string[] = ALONE,
): Promise<RunHere> {
  let output = '';
  let complaint = '';
  const takeText = (into: (text: string) => void) => ({
    write(text: string, done?: (error?: Error | null) => void) {
      into(text);
      done?.();
      return true;
    },
  });
  const exitCode = await runCli([...args, ...alone], {
    stdout: takeText((text) => {
      output += text;
    }),
    stderr: takeText((text) => {
      complaint += text;
    }),
    env,
    version: 'test',
    signal: new AbortController().signal,
    now: new Date(),
  });
  return { exitCode, output, complaint };
}
