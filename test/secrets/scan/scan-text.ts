// A text through the streaming scanner, cut as told.
import type { SecretRuleSet } from '../../../src/secrets/rule-set.ts';
import { SecretScanner } from '../../../src/secrets/scan/secret-scanner.ts';
import type { SecretReading } from '../../../src/secrets/secret-match.ts';

/** What is found in `bytes` under `path`, pushed in pieces of the lengths in `cuts`, the last of which repeats. */
export function scanBytes(
  rules: SecretRuleSet | SecretScanner,
  bytes: Buffer,
  cuts: readonly number[] = [65536],
  path = 'some/file.txt',
): SecretReading {
  const scanner = rules instanceof SecretScanner ? rules : new SecretScanner(rules);
  const pathBytes = Buffer.from(path);
  scanner.start(pathBytes, 0, pathBytes.length, bytes.length);
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const length = Math.max(1, cuts[Math.min(i, cuts.length - 1)]!);
    // The scanner may not keep what it is given: the piece is overwritten after the call.
    const piece = Buffer.from(bytes.subarray(from, from + length));
    scanner.push(piece);
    piece.fill(0x78);
    from += length;
  }
  return scanner.finish();
}
