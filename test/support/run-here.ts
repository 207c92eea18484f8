// The program in this process, for tests: what it printed, and how it ended.
import { runCli } from '../../src/cli/run-cli.ts';

/** How a run ended, and what it said on both outputs. */
export interface RunHere {
  readonly exitCode: number;
  readonly output: string;
  readonly complaint: string;
}

/** Runs it with these arguments; everything in this thread, and nothing kept, as `work` says to commands that read images. */
export async function runHere(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  work: readonly string[] = ['--no-cache', '--workers', '0'],
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
  const exitCode = await runCli([...args, ...work], {
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
