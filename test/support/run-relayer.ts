// `plimsoll relayer` in this process, on layouts made for tests.
import { runCli } from '../../src/cli/run-cli.ts';
import type { RelayerReport } from '../../src/report/relayer-report.ts';

/** How a run ended; the report only where it was written as JSON. */
export interface RelayerRun {
  readonly exitCode: number;
  readonly report: RelayerReport | undefined;
  readonly output: string;
  readonly complaint: string;
}

/** Runs it with these arguments; everything in this thread, and nothing kept. */
export async function runRelayer(
  args: readonly string[],
  {
    env = {},
    format = 'json',
  }: { readonly env?: Readonly<Record<string, string>>; readonly format?: 'json' | 'text' } = {},
): Promise<RelayerRun> {
  let output = '';
  let complaint = '';
  const takeText = (into: (text: string) => void) => ({
    write(text: string, done?: (error?: Error | null) => void) {
      into(text);
      done?.();
      return true;
    },
  });
  const exitCode = await runCli(['relayer', ...args, '--format', format, '--no-cache', '--workers', '0'], {
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
  const report = format === 'json' && output !== '' ? (JSON.parse(output) as RelayerReport) : undefined;
  return { exitCode, report, output, complaint };
}
