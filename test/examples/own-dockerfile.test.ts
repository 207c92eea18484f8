// The Dockerfile of Plimsoll itself, and what its build sends, by its own advice.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runHere } from '../support/run-here.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test('nothing above advice', async () => {
  const { exitCode, output } = await runHere(['check', ROOT, '--format', 'json']);
  const { findings } = JSON.parse(output) as {
    readonly findings: readonly { readonly severity: string; readonly rule: string }[];
  };
  expect(findings.filter(({ severity }) => severity !== 'advice')).toEqual([]);
  expect(exitCode).toBe(0);
});
