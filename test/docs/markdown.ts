// What a test of the docs needs of Markdown: code blocks, code spans, headings and links, with their lines. CommonMark's rest is not read.

/** A block of code; `lines` without fence and indentation. */
export interface CodeBlock {
  readonly kind: 'fenced' | 'indented';
  /** The word behind the fence. */
  readonly language: string;
  /** The first line of the code, counted from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** Text at a line of the page, counted from 1. */
export interface PlacedText {
  readonly line: number;
  readonly text: string;
}

/** A page by what is looked at. */
export interface MarkdownPage {
  readonly blocks: readonly CodeBlock[];
  readonly spans: readonly PlacedText[];
  readonly headings: readonly string[];
  readonly links: readonly PlacedText[];
}

const FENCE = /^( *)(`{3,}|~{3,})\s*(\S*)/;

/** Reads a page. */
export function readMarkdown(text: string): MarkdownPage {
  const { blocks, prose } = takeBlocks(text.split('\n'));
  const spans = findSpans(prose);
  const bare = prose.map(({ line, text: words }) => ({ line, text: words.replace(/(`+).*?\1/g, '``') }));
  const links = bare.flatMap(({ line, text: words }) =>
    [
      ...words.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g),
      ...words.matchAll(/^\s*\[[^\]]+\]:\s*<?(\S+?)>?\s*$/g),
    ].map((found) => ({ line, text: found[1]! })),
  );
  const headings = prose.flatMap(({ text: words }) => /^#{1,6}\s+(.*?)\s*#*$/.exec(words)?.[1] ?? []);
  return { blocks, spans, headings, links };
}

/** What GitHub makes of headings: the anchors of a page, in order. */
export function anchorsOf(headings: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const anchors = new Set<string>();
  for (const heading of headings) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const slug = words
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-');
    const count = counts.get(slug) ?? 0;
    counts.set(slug, count + 1);
    anchors.add(count === 0 ? slug : `${slug}-${count}`);
  }
  return anchors;
}

/** Spans may go over the end of a line, never over an empty one. */
function findSpans(prose: readonly PlacedText[]): readonly PlacedText[] {
  const lines: string[] = [];
  for (const { line, text } of prose) lines[line - 1] = text;
  const whole = Array.from(lines, (line) => line ?? '').join('\n');
  return [...whole.matchAll(/(?<!`)(`{1,2})(?!`)((?:(?!\n\s*\n)[\s\S])+?)(?<!`)\1(?!`)/g)].map((found) => ({
    line: whole.slice(0, found.index).split('\n').length,
    text: found[2]!
      .replace(/\s*\n\s*/g, ' ')
      .trim()
      .replaceAll('\\|', '|'),
  }));
}

function takeBlocks(lines: readonly string[]): {
  readonly blocks: readonly CodeBlock[];
  readonly prose: readonly PlacedText[];
} {
  const blocks: CodeBlock[] = [];
  const prose: PlacedText[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const fence = FENCE.exec(line);
    const isIndented = /^ {4,}\S/.test(line) && (i === 0 || lines[i - 1]!.trim() === '');
    if (fence !== null) {
      const end = endOfFence(lines, i + 1, fence[2]!);
      const code = lines.slice(i + 1, end).map((text) => text.slice(indentOf(text, fence[1]!.length)));
      blocks.push({ kind: 'fenced', language: fence[3]!, line: i + 2, lines: code });
      i = end;
    } else if (isIndented) {
      let end = i;
      while (end < lines.length && (/^ {4,}/.test(lines[end]!) || lines[end]!.trim() === '')) end++;
      blocks.push({
        kind: 'indented',
        language: '',
        line: i + 1,
        lines: lines.slice(i, end).map((text) => text.slice(4)),
      });
      i = end - 1;
    } else prose.push({ line: i + 1, text: line });
  }
  return { blocks, prose };
}

function endOfFence(lines: readonly string[], from: number, fence: string): number {
  const found = lines.findIndex((line, i) => i >= from && line.trim().startsWith(fence));
  return found < 0 ? lines.length : found;
}

function indentOf(text: string, most: number): number {
  return Math.min(most, text.length - text.trimStart().length);
}
