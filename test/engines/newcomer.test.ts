// What somebody meets who clones the repository: both commands of the README, on every Node that is supported.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { NODE_VERSIONS, runOnNode } from './package-install/run-on-node.ts';
import { must } from './run-program.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe.each(NODE_VERSIONS)('Node %s', (version) => {
  test.each(['npm ci && npm start', 'npm ci && npm test'])('%s', async (command) => {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-newcomer-'));
    try {
      const clone = join(folder, 'plimsoll');
      await must('git', ['clone', '--quiet', ROOT, clone]);
      const { isDone, output } = await runOnNode(version, command, clone);
      expect(isDone, output.slice(-4000)).toBe(true);
      expect(output).toContain(command.endsWith('start') ? '$ plimsoll check oci:' : 'Test Files');
      expect(await must('git', ['-C', clone, 'status', '--porcelain'])).toBe('');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
