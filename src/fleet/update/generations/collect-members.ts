// From what a run has left, or from what plimsoll.lock says of the last one, to what can be promoted.
import { formatRegistryReference, parseRegistryReference } from '../../../oci/image/reference.ts';
import type { UpdateGraph, UpdateImage } from '../graph/update-graph.ts';
import { entryName, type LockEntry, type UpdateLock } from '../lock/update-lock.ts';
import type { ReasonChain } from '../planning/update-plan.ts';
import type { JoinedImage, RunImage } from '../running/run-report.ts';
import { stagingRepository } from '../running/staging-name.ts';
import type { FailedMember, GenerationInput, GenerationMember, MemberBase } from './generation-member.ts';

/** What a run has left. */
export interface RunOutcome {
  readonly graph: Pick<UpdateGraph, 'images'>;
  /** After the run. */
  readonly lock: UpdateLock;
  readonly images: readonly RunImage[];
  readonly joined: readonly JoinedImage[];
  /** `HOST[/PREFIX]` that takes the place of the images' own registry. */
  readonly to: string | undefined;
}

/** Every image of the graph that has a Dockerfile and a name, as a member or as failed. */
export function collectMembers({ graph, lock, images, joined, to }: RunOutcome): GenerationInput {
  const byId = new Map(joined.map((image) => [image.id, image]));
  const ids = new Set(graph.images.map(({ id }) => id));
  const members: GenerationMember[] = [];
  const failed: FailedMember[] = [];
  for (const image of graph.images) {
    const own = images.filter(({ id }) => id === image.id);
    const found = byId.get(image.id);
    const entries = own.map(({ platform }) => lock.entries.get(entryName(image.id, platform)));
    if (found !== undefined && entries.length > 0 && entries.every((entry) => entry !== undefined))
      members.push(toMember(image, found, own, entries, ids, to));
    // What has no name, or no Dockerfile, may never have been made: nothing is missed without it.
    else if (image.build !== undefined && image.references.length > 0)
      failed.push({ id: image.id, message: tellFailure(own) });
  }
  return { members, failed };
}

/** The names that an image has where its registry is another one. */
export function moveNames(references: readonly string[], to: string | undefined): readonly string[] {
  return references.map((reference) => {
    const { tag = 'latest' } = parseRegistryReference(reference);
    return formatRegistryReference({ ...parseRegistryReference(stagingRepository(reference, to)), tag });
  });
}

function toMember(
  { id, references }: UpdateImage,
  { reference }: JoinedImage,
  own: readonly RunImage[],
  entries: readonly LockEntry[],
  ids: ReadonlySet<string>,
  to: string | undefined,
): GenerationMember {
  const bases = new Map<string, MemberBase>();
  for (const entry of entries)
    for (const [name, digest] of Object.entries(entry.bases))
      if (!ids.has(name)) bases.set(`${name} ${digest}`, { reference: name, digest });
  return {
    id,
    references: moveNames(references, to),
    source: reference,
    platforms: entries.map(({ platform, digest, key, how, at }) => {
      const chain = own.find((image) => image.platform === platform)?.because[0];
      return { platform, digest, key, how, at, ...(chain === undefined ? {} : { reason: tellChain(chain) }) };
    }),
    bases: [...bases.values()],
  };
}

/** `app because tools because debian:12 sha256:a.. -> sha256:b..`, without the image itself. */
function tellChain(chain: ReasonChain): string {
  return chain
    .map(({ subject, kind, before, after }) => {
      const change =
        before === undefined || after === undefined ? '' : ` ${shorten(before)} -> ${shorten(after)}`;
      return kind === 'parent' ? subject : `${subject} (${kind.replaceAll('-', ' ')}${change})`;
    })
    .join(' because ')
    .slice(0, 300);
}

function shorten(value: string): string {
  return value.length > 20 ? `${value.slice(0, 15)}..` : value;
}

function tellFailure(own: readonly RunImage[]): string {
  for (const { end } of own) {
    if (end.kind === 'failed') return end.message.slice(0, 300);
    if (end.kind === 'skipped') return `skipped because ${end.because.join(', ')} failed`.slice(0, 300);
  }
  return 'it was not made yet';
}
