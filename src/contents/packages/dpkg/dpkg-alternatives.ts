// `var/lib/dpkg/alternatives/NAME` (update-alternatives(1), "FILES"): the links that update-alternatives made, which no
// package's list has. Each is a link LINK -> /etc/alternatives/NAME -> PATH.
import { isInFolder } from '../is-in-folder.ts';
import { keepText } from '../keep-text.ts';
import type { RecordParser } from '../record-parser.ts';
import { readLines, withoutRoot } from '../text-lines.ts';

/** Keeps `lib/dpkg/alternatives/NAME` under any root. */
export const dpkgAlternatives: RecordParser = keepText({
  id: 'dpkg-alternatives',
  folders: ['alternatives'],
  matches: (path) => isInFolder(path, 'lib/dpkg/alternatives'),
  limitBytes: 4 * 1024 * 1024,
});

/** A group of links that are switched together; paths without a leading slash. */
export interface Alternative {
  readonly mode: 'auto' | 'manual';
  /** The master link first. `etc/alternatives/NAME` is the link between. */
  readonly links: readonly { readonly name: string; readonly path: string }[];
  readonly choices: readonly AlternativeChoice[];
}

/** What a group can point at. */
export interface AlternativeChoice {
  readonly priority: number;
  /** One for each link, in their order; empty where the choice has none for it. */
  readonly paths: readonly string[];
}

/** The group that a file describes, whose master link is called `name` like the file; undefined where it is none. */
export function readAlternative(text: Uint8Array, name: string): Alternative | undefined {
  const lines = readLines(text);
  const [mode, master] = lines;
  if ((mode !== 'auto' && mode !== 'manual') || master === undefined) return undefined;
  const links = [{ name, path: withoutRoot(master) }];
  let at = 2;
  for (; at + 1 < lines.length && lines[at] !== ''; at += 2)
    links.push({ name: lines[at]!, path: withoutRoot(lines[at + 1]!) });
  const choices: AlternativeChoice[] = [];
  // After an empty line: path, priority and a path for each further link, until an empty path.
  for (at += 1; at + links.length < lines.length && lines[at] !== ''; at += links.length + 1)
    choices.push({
      priority: Number.parseInt(lines[at + 1]!, 10) || 0,
      paths: [lines[at]!, ...lines.slice(at + 2, at + 1 + links.length)].map(withoutRoot),
    });
  return { mode, links, choices };
}
