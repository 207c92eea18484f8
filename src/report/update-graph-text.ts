// The text of `plimsoll update graph`: images below what they stand on, then what makes no sense.
import type { BaseUse, BaseUseKind, GraphFinding } from '../fleet/update/graph/update-graph.ts';
import { cutEnd, wrapWords } from './cell-width.ts';
import { countOf, formatCount } from './format-amount.ts';
import type { TextOptions } from './text/text-options.ts';
import type { UpdateGraphReport } from './update-graph-report.ts';
import { makeVisible } from './visible-text.ts';

const SHOWN_LINES = 80;
const SHOWN_FINDINGS = 20;

const STANDS: ReadonlySet<BaseUseKind> = new Set(['from', 'annotation', 'layers']);
const WORDS: Readonly<Record<string, string>> = {
  'builder-from': 'built with',
  'copy-from': 'copies from',
  'mount-from': 'mounts',
};

/** What `update graph` prints; ends with a newline. */
export function formatUpdateGraphText(report: UpdateGraphReport, options: TextOptions): string {
  const { graph, waveCount } = report;
  const { palette, width } = options;
  const external = new Set(
    graph.uses.flatMap(({ origin }) => (origin.kind === 'external' ? [origin.reference] : [])),
  );
  const inner = graph.uses.filter(({ origin }) => origin.kind === 'image').length;
  const title = `${countOf(graph.images.length, 'image')} in ${countOf(waveCount, 'wave')}, ${countOf(inner, 'edge')} between them, ${countOf(external.size, 'base')} of elsewhere`;
  const lines = [
    palette.strong(cutEnd(title, width)),
    '',
    ...formatTree(report, options),
    '',
    ...formatFindings(graph.findings, options),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** One line an image, below the first thing that it stands on. */
function formatTree(
  { graph }: UpdateGraphReport,
  { width, showsAll, palette }: TextOptions,
): readonly string[] {
  const usesOf = new Map<string, BaseUse[]>(graph.images.map(({ id }) => [id, []]));
  for (const use of graph.uses) usesOf.get(use.image)?.push(use);
  const children = new Map<string, string[]>();
  const roots = new Set<string>();
  for (const { id } of graph.images) {
    const base = usesOf.get(id)!.find(({ kind, origin }) => STANDS.has(kind) && idOf(origin) !== id);
    const key = base === undefined ? 'n' : keyOf(base.origin);
    if (key === 'n' || key.startsWith('e')) roots.add(key);
    const known = children.get(key);
    if (known === undefined) children.set(key, [id]);
    else known.push(id);
  }
  const lines: string[] = [];
  const told = new Set<string>();
  const limit = showsAll ? Number.POSITIVE_INFINITY : SHOWN_LINES;
  const open: { readonly id: string; readonly depth: number }[] = [];
  const push = (ids: readonly string[], depth: number): void => {
    for (const id of ids.toReversed()) if (!told.has(id)) open.push({ id, depth });
  };
  const tellOpen = (): void => {
    for (let next = open.pop(); next !== undefined && lines.length < limit; next = open.pop()) {
      const { id, depth } = next;
      if (told.has(id)) continue;
      told.add(id);
      const more = describeOthers(usesOf.get(id)!);
      lines.push(
        cutEnd(`${'  '.repeat(Math.min(depth, 20))}${makeVisible(id)}${palette.faint(more)}`, width),
      );
      push(children.get(`i${id}`) ?? [], depth + 1);
    }
  };
  for (const root of [...roots].sort()) {
    if (lines.length >= limit) break;
    lines.push(palette.faint(root === 'n' ? 'on nothing' : makeVisible(root.slice(1))));
    push(children.get(root)!, 1);
    tellOpen();
  }
  // What is left stands on itself in the end.
  for (const { id } of graph.images) {
    if (lines.length >= limit) break;
    push([id], 0);
    tellOpen();
  }
  const left = graph.images.length - told.size;
  return [
    ...lines,
    ...(left === 0 ? [] : [palette.faint(`and ${countOf(left, 'image')} more; --all shows them`)]),
  ];
}

/** What the image needs beside what it stands on. */
function describeOthers(uses: readonly BaseUse[]): string {
  const byWord = new Map<string, Set<string>>();
  const bases = new Set(uses.filter(({ kind }) => STANDS.has(kind)).map(({ origin }) => keyOf(origin)));
  for (const { kind, origin } of uses) {
    const word = WORDS[kind];
    if (word === undefined || bases.has(keyOf(origin))) continue;
    const known = byWord.get(word);
    if (known === undefined) byWord.set(word, new Set([idOf(origin)]));
    else known.add(idOf(origin));
  }
  return [...byWord].map(([word, names]) => `; ${word} ${[...names].map(makeVisible).join(', ')}`).join('');
}

function formatFindings(
  findings: readonly GraphFinding[],
  { width, showsAll, palette }: TextOptions,
): readonly string[] {
  if (findings.length === 0) return [];
  const shown = findings.slice(0, showsAll ? findings.length : SHOWN_FINDINGS);
  const left = findings.length - shown.length;
  return [
    palette.strong(countOf(findings.length, 'finding')),
    ...shown.flatMap(({ kind, file, line, message }) =>
      wrapWords(
        `${makeVisible(file)}${line === undefined ? '' : `:${line}`}: ${kind}: ${makeVisible(message)}`,
        width,
      ),
    ),
    ...(left === 0 ? [] : [palette.faint(`and ${formatCount(left)} more; --all shows them`)]),
  ];
}

function keyOf(origin: BaseUse['origin']): string {
  return `${origin.kind === 'image' ? 'i' : 'e'}${idOf(origin)}`;
}

function idOf(origin: BaseUse['origin']): string {
  return origin.kind === 'image' ? origin.id : origin.reference;
}
