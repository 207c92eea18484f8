// `info/NAME.list` of opkg: a path a line; newer versions add the mode and a link's target, with tabs between.
import { isInFolder } from '../is-in-folder.ts';
import { keepText } from '../keep-text.ts';
import { listPaths } from '../path-list.ts';
import type { RecordParser } from '../record-parser.ts';

const TAB = 0x09;

/** Keeps `lib/opkg/info/NAME.list` under any root. */
export const opkgList: RecordParser = keepText({
  id: 'opkg-list',
  endings: ['.list'],
  matches: (path) => isInFolder(path, 'lib/opkg/info') && path.endsWith('.list'),
  limitBytes: 16 * 1024 * 1024,
});

/** The paths of a list, one a line, without a leading slash. */
export function readOpkgList(text: Uint8Array): Uint8Array {
  return listPaths(text, (_text, start) => start, TAB);
}
