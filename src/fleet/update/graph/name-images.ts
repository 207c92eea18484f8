// Which drafts are images of the graph, and by which ids: what is defined twice is one, and no name belongs to two.

import type { ImageDraft } from './image-draft.ts';
import { ImageNames } from './image-names.ts';
import type { GraphFinding } from './update-graph.ts';

/** A draft with its id. */
export interface NamedImage {
  readonly id: string;
  readonly draft: ImageDraft;
  /** Each with a tag; those that another image has are left out. */
  readonly references: readonly string[];
  readonly platforms: readonly string[];
}

interface Kept {
  readonly draft: ImageDraft;
  readonly references: string[];
  readonly platforms: readonly string[];
}

/** Names drafts; of two that say the same the earlier one counts. `platforms` are those of drafts that name none. */
export function nameImages(
  drafts: readonly ImageDraft[],
  platforms: readonly string[],
): { readonly images: readonly NamedImage[]; readonly findings: readonly GraphFinding[] } {
  const findings: GraphFinding[] = [];
  const names = new ImageNames<number>();
  const kept: Kept[] = [];
  const settled = new Set(
    drafts.flatMap((draft) => (draft.place.kind === 'settings' ? buildKey(draft, false) : [])),
  );
  for (const draft of drafts) {
    const { place, build } = draft;
    const key = buildKey(draft, false);
    // What the settings say of a Dockerfile comes before what others do.
    if (place.kind !== 'settings' && key !== undefined && settled.has(key)) continue;
    const references = draft.references.map(withTag);
    const same = references
      .flatMap((reference) => names.all(reference))
      .find((other) => {
        const own = buildKey(draft, true);
        return own !== undefined && own === buildKey(kept[other]!.draft, true);
      });
    const index = same ?? kept.length;
    if (same === undefined) kept.push({ draft, references: [], platforms: build?.platforms ?? platforms });
    const image = kept[index]!;
    for (const reference of new Set(references)) {
      if (names.add(reference, index, image.platforms)) image.references.push(reference);
      else if (!names.all(reference).includes(index)) findings.push(double(draft, reference, kept, names));
    }
  }
  return { images: giveIds(kept, names), findings };
}

/** A reference with `latest` where it has neither tag nor digest. */
export function withTag(reference: string): string {
  const hasTag = reference.includes('@') || reference.lastIndexOf(':') > reference.lastIndexOf('/');
  return hasTag ? reference : `${reference}:latest`;
}

function double(
  { place }: ImageDraft,
  reference: string,
  kept: readonly Kept[],
  names: ImageNames<number>,
): GraphFinding {
  const other = kept[names.all(reference)[0]!]!.draft.place;
  const where = other.line === undefined ? other.file : `${other.file}:${other.line}`;
  return {
    kind: 'double-name',
    file: place.file,
    ...(place.line === undefined ? {} : { line: place.line }),
    message: `${reference} is the name of another image too, by ${where}`,
  };
}

/** What makes two definitions one build. */
function buildKey({ build }: ImageDraft, withContext: boolean): string | undefined {
  if (build === undefined) return undefined;
  const { contextPath, dockerfilePath, inlineDockerfile, target } = build;
  return JSON.stringify([withContext ? contextPath : '', dockerfilePath, inlineDockerfile, target]);
}

/** An id is the first name that is its own alone. */
function giveIds(kept: readonly Kept[], names: ImageNames<number>): readonly NamedImage[] {
  const taken = new Set<string>();
  return kept.map(({ draft, references, platforms }) => {
    const own = references.find((reference) => names.all(reference).length === 1);
    const [first] = references;
    const wanted = own ?? (first === undefined ? draft.name : `${first} ${platforms[0]}`);
    let id = wanted;
    for (let number = 2; taken.has(id); number++) id = `${wanted} #${number}`;
    taken.add(id);
    return { id, draft, references, platforms };
  });
}
