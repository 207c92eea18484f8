// One folder for all that a test run leaves in the temporary folder: removed whole at its end.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export default function makeOwnTemporaryFolder(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-tests-'));
  // Some tests look as another user, who may not read everything.
  chmodSync(folder, 0o755);
  process.env['TMPDIR'] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
