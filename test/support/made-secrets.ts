// Secrets for tests, put together in code: none of them was ever issued, and none stands in a file of this project.
import { createHash } from 'node:crypto';
import { appendCrc32Ending } from '../../src/secrets/checksums/crc32-ending.ts';

/** A GitHub token of its own for each name; its checksum is right. */
export function makeToken(name: string): string {
  const body = createHash('sha256')
    .update(name)
    .digest('base64')
    .replace(/[^A-Za-z0-9]/g, 'x')
    .slice(0, 30);
  return appendCrc32Ending(['ghp', '_'].join(''), body);
}
