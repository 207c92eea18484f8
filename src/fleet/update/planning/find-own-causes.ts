// What changed of an image itself since its block of the lock was written; what its bases of the graph do comes later.
import { relative } from 'node:path';
import type { UpdateImage } from '../graph/update-graph.ts';
import { KEY_PARTS, type KeyPart, type SourceKey } from '../keys/source-key.ts';
import { shortParts } from '../lock/make-entry.ts';
import type { LockEntry } from '../lock/update-lock.ts';
import type { ReasonStep } from './update-plan.ts';

/** What is asked of one image for one platform. */
export interface OwnState {
  readonly image: UpdateImage;
  /** The folder that paths are told from. */
  readonly root: string;
  readonly entry: LockEntry | undefined;
  /** Undefined where it could not be computed. */
  readonly sourceKey: SourceKey | undefined;
  readonly isForced: boolean;
  /** Digests of package indexes now, by URL. */
  readonly packages: ReadonlyMap<string, string>;
  readonly nowMs: number;
}

const KINDS: Readonly<Record<Exclude<KeyPart, 'sources'>, ReasonStep['kind']>> = {
  files: 'files-changed',
  'ignore-file': 'ignore-file-changed',
  dockerfile: 'dockerfile-changed',
  'front-end': 'front-end-changed',
  target: 'target-changed',
  arguments: 'arguments-changed',
  secrets: 'secrets-changed',
  platform: 'target-changed',
  'named-contexts': 'named-context-changed',
};

/** The causes; those that an engine's cache would hide are `packages-changed`, `refresh-due` and `forced`. */
export function findOwnCauses(state: OwnState): readonly ReasonStep[] {
  const { image, entry, isForced } = state;
  const own: ReasonStep[] = isForced ? [{ subject: image.id, kind: 'forced' }] : [];
  if (entry === undefined)
    return image.build === undefined ? own : [{ subject: image.id, kind: 'never-built' }, ...own];
  if (image.build === undefined) return own;
  return [
    ...own,
    ...partCauses(state, entry),
    ...refreshCauses(state, entry),
    ...packageCauses(state, entry),
  ];
}

function partCauses({ image, root, sourceKey }: OwnState, entry: LockEntry): readonly ReasonStep[] {
  if (sourceKey === undefined) return [];
  const now = shortParts(sourceKey);
  return KEY_PARTS.flatMap((part): readonly ReasonStep[] => {
    const [before, after] = [entry.parts[part], now[part]];
    if (before === after) return [];
    if (part === 'sources') return sourceCauses(image.id, sourceKey, entry);
    return [{ subject: subjectOf(part, image, root), kind: KINDS[part], before, after }];
  });
}

function subjectOf(part: KeyPart, { id, build, place }: UpdateImage, root: string): string {
  const from = (path: string): string => relative(root, path).replaceAll('\\', '/') || '.';
  switch (part) {
    case 'files':
    case 'ignore-file':
      return from(build!.contextPath);
    case 'dockerfile':
    case 'front-end':
      return build!.inlineDockerfile === undefined ? from(build!.dockerfilePath) : place.file;
    case 'named-contexts':
      return Object.values(build!.namedContexts)
        .map((value) => (value.startsWith('/') ? from(value) : value))
        .join(', ');
    default:
      return id;
  }
}

/** Each content that is another; where only the list of them is, the image itself. */
function sourceCauses(id: string, { sources }: SourceKey, entry: LockEntry): readonly ReasonStep[] {
  const causes = sources.flatMap(({ url, content }): readonly ReasonStep[] => {
    const before = Object.hasOwn(entry.sources, url) ? entry.sources[url] : undefined;
    if (before === content) return [];
    return [
      {
        subject: url,
        kind: 'source-changed',
        ...(before === undefined ? {} : { before }),
        ...(content === undefined ? {} : { after: content }),
      },
    ];
  });
  return causes.length > 0 ? causes : [{ subject: id, kind: 'source-changed' }];
}

function refreshCauses({ image, nowMs }: OwnState, { at }: LockEntry): readonly ReasonStep[] {
  const { id, refreshSeconds } = image;
  if (refreshSeconds === undefined || nowMs - Date.parse(at) < refreshSeconds * 1000) return [];
  return [{ subject: id, kind: 'refresh-due', before: at }];
}

function packageCauses({ packages }: OwnState, entry: LockEntry): readonly ReasonStep[] {
  return Object.entries(entry.packages).flatMap(([url, before]) => {
    const after = packages.get(url);
    return after === undefined || after === before
      ? []
      : [{ subject: url, kind: 'packages-changed' as const, before, after }];
  });
}
