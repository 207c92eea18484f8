// `plimsoll relayer` in this process, on layouts made for tests.
import type { RelayerReport } from '../../src/report/relayer-report.ts';
import { type RunHere, runHere } from './run-here.ts';

/** How a run ended; the report only where it was written as JSON. */
export interface RelayerRun extends RunHere {
  readonly report: RelayerReport | undefined;
}

/** Runs it with these arguments; everything in this thread, and nothing kept. */
export async function runRelayer(
  args: readonly string[],
  {
    env = {},
    format = 'json',
  }: { readonly env?: Readonly<Record<string, string>>; readonly format?: 'json' | 'text' } = {},
): Promise<RelayerRun> {
  const run = await runHere(['relayer', ...args, '--format', format], env);
  const report =
    format === 'json' && run.output !== '' ? (JSON.parse(run.output) as RelayerReport) : undefined;
  return { ...run, report };
}
