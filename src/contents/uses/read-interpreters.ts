// What the first lines of executable scripts name as their interpreters (execve(2)).
import type { OpenedImage } from '../../oci/image/image.ts';
import { CONTENT_TYPE, ENTRY_KIND } from '../facts/layer-facts.ts';
import { readNodes } from '../read-nodes.ts';
import { locateEntry } from '../view/locate-entry.ts';
import type { SquashedView } from '../view/squashed-view.ts';

/** Where `env` finds programs in nearly every image. */
export const PROGRAM_FOLDERS: readonly string[] = [
  'usr/local/sbin',
  'usr/local/bin',
  'usr/sbin',
  'usr/bin',
  'sbin',
  'bin',
];

/** The interpreter as written, and what it looks for where it is `env`. */
export interface NamedInterpreter {
  readonly program: string;
  readonly isEnv: boolean;
  readonly lookedFor: string | undefined;
}

/** Linux's BINPRM_BUF_SIZE: a first line counts no further. */
const HEAD_BYTES = 256;
const SCRIPTS_LIMIT = 200_000;
const EXECUTABLE = 0o111;

/** Reads the executable scripts that a view of one image shows and `wants` takes, by node. Throws as reading layers does. */
export async function readInterpreters(
  opened: OpenedImage,
  view: SquashedView,
  wants: (node: number) => boolean,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<number, NamedInterpreter>> {
  const scripts: number[] = [];
  for (let node = 1; node < view.tree.nodeCount; node++) {
    if (view.tree.kinds[node] !== ENTRY_KIND.file || !wants(node)) continue;
    const { facts, i } = locateEntry(view, view.inodes[node]!);
    if (facts.contentTypes[i] !== CONTENT_TYPE.script || (facts.modes[i]! & EXECUTABLE) === 0) continue;
    scripts.push(node);
    if (scripts.length === SCRIPTS_LIMIT) break;
  }
  const heads = { limitBytes: Number.POSITIVE_INFINITY, headBytes: HEAD_BYTES };
  const options = { ...heads, ...(signal === undefined ? {} : { signal }) };
  const files = await readNodes(view, scripts, (layer) => ({ image: opened, layer }), options);
  const interpreters = new Map<number, NamedInterpreter>();
  for (const [node, content] of files) {
    const line = content.toString('utf8').split('\n', 1)[0]!;
    const [, program, argument = ''] = /^#!\s*(\S+)(?:[ \t]+(.*))?/.exec(line) ?? [];
    if (program === undefined) continue;
    const isEnv = /(?:^|\/)env$/.test(program);
    const words = isEnv ? argument.trim().split(/\s+/) : [];
    const lookedFor = words.find((word) => word !== '' && !word.startsWith('-') && !word.includes('='));
    interpreters.set(node, { program, isEnv, lookedFor });
  }
  return interpreters;
}
