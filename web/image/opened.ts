// An image's data opened for its views: the tree of its files, and what each finding counts as, made once.
import { type FileTree, openFiles } from '../../src/report/page/file-tree.ts';
import type { ImagePage, PageFinding, PageLighter } from '../../src/report/page/image-page.ts';

/** What a file's bytes are counted as. */
export const HEADING = { needed: 0, advice: 1, ballast: 2 } as const;

/** A rule's findings as one cause. */
export interface Cause {
  /** The rule; NEEDED_CAUSE for what no finding counts. */
  readonly id: string;
  readonly title: string;
  readonly heading: (typeof HEADING)[keyof typeof HEADING];
  readonly bytes: number;
  /** How many findings. */
  readonly count: number;
}

/** The cause of what is needed: no rule is called so. */
export const NEEDED_CAUSE = '(needed)';

/** The page with what its views share. */
export interface OpenedPage {
  readonly page: ImagePage;
  readonly tree: FileTree;
  /** For each finding one of HEADING: what is ignored counts as needed. */
  readonly headings: Uint8Array;
  /** Ballast before advice before what is needed, each largest first. */
  readonly causes: readonly Cause[];
  /** For each finding the position of its cause. */
  readonly causeOfFinding: Int32Array;
  readonly neededCause: number;
  /** By the package's name. */
  readonly lighter: ReadonlyMap<string, PageLighter>;
}

/** Opens the data of a page. */
export function openPage(page: ImagePage): OpenedPage {
  const headings = Uint8Array.from(page.findings, headingOf);
  const causes = listCauses(page, headings);
  const places = new Map(causes.map(({ id, heading }, i) => [`${id} ${heading}`, i]));
  const neededCause = causes.findIndex(({ id }) => id === NEEDED_CAUSE);
  return {
    page,
    tree: openFiles(page.files),
    headings,
    causes,
    causeOfFinding: Int32Array.from(
      page.findings,
      ({ rule }, i) => places.get(`${rule} ${headings[i]}`) ?? neededCause,
    ),
    neededCause,
    lighter: new Map((page.lighter?.packages ?? []).map((item) => [item.name, item])),
  };
}

function headingOf({ ignored, severity }: PageFinding): number {
  if (ignored !== null) return HEADING.needed;
  return severity === 'advice' ? HEADING.advice : HEADING.ballast;
}

function listCauses({ findings, ruleTitles, bytes }: ImagePage, headings: Uint8Array): readonly Cause[] {
  const causes = new Map<string, { -readonly [Field in keyof Cause]: Cause[Field] }>();
  for (const [i, { rule, bytes: size }] of findings.entries()) {
    if (size === 0 || headings[i] === HEADING.needed) continue;
    const key = `${rule} ${headings[i]}`;
    const known = causes.get(key);
    if (known === undefined)
      causes.set(key, {
        id: rule,
        title: ruleTitles[rule] ?? rule,
        heading: headings[i] as Cause['heading'],
        bytes: size,
        count: 1,
      });
    else {
      known.bytes += size;
      known.count++;
    }
  }
  return [
    ...[...causes.values()].sort((a, b) => b.heading - a.heading || b.bytes - a.bytes),
    {
      id: NEEDED_CAUSE,
      title: 'Needed',
      heading: HEADING.needed,
      bytes: bytes.neededBytes - bytes.adviceBytes,
      count: 0,
    },
  ];
}

/** The position of a file's cause. */
export function causeOfFile({ tree, causeOfFinding, neededCause }: OpenedPage, file: number): number {
  const finding = tree.findings[file]!;
  return finding < 0 ? neededCause : causeOfFinding[finding]!;
}
