// `etc/apk/world` (apk-world(5)): what was asked for; every other package is there because of these.
import { keepText } from '../keep-text.ts';
import type { RecordParser } from '../record-parser.ts';
import { decodeText, splitWords } from '../text-lines.ts';

/** Keeps `etc/apk/world`. */
export const apkWorld: RecordParser = keepText({
  id: 'apk-world',
  names: ['world'],
  matches: (path) => path === 'etc/apk/world',
  limitBytes: 1024 * 1024,
});

/**
 * The names that were asked for, without version and repository: packages, what they provide, and the virtual packages of
 * `apk add --virtual` (`.build-deps`). Conflicts (`!name`) are left out.
 */
export function readApkWorld(text: Uint8Array): readonly string[] {
  return splitWords(decodeText(text))
    .filter((word) => !word.startsWith('!'))
    .map((word) => /^[^@<>=~]*/.exec(word)![0])
    .filter((name) => name !== '');
}
