// What one build sends of each of its contexts, and which instruction wants what of it.
import { resolve } from 'node:path';
import type { ContextTransfer, ContextUse } from '../../dockerfile/evaluation/context-use.ts';
import type { Engine } from '../engines/engine-rules.ts';
import { followLinks } from '../follow-links/follow-links.ts';
import { type ContextListing, type ContextRequest, listContext } from '../list-context.ts';
import { attributeUses, type UsedPaths } from '../uses/attribute-uses.ts';
import type { ReadBuild } from './read-build.ts';

/** A context and the way it is looked at. */
export interface InspectionRequest {
  readonly folder: string;
  readonly engine: Engine;
  readonly withIgnored?: boolean;
  /** Only this path of the main context, the folders on the way to it and what is below are listed. */
  readonly within?: string;
  /** Told of each file whose content is sent, per context: null is the main one. */
  readonly onFile?: (name: string | null, ...file: Parameters<NonNullable<ContextRequest['onFile']>>) => void;
  readonly signal?: AbortSignal;
}

/** A context of a build. */
export interface InspectedContext {
  /** Null for the main one. */
  readonly name: string | null;
  readonly uses: readonly ContextUse[];
  readonly listing: ContextListing;
  /** For each entry of the listing, indices of `uses`. */
  readonly usesOf: readonly (readonly number[])[];
}

/** Lists the main context of a build and those named ones that are folders. Throws what `listContext` throws. */
export function inspectContexts(read: ReadBuild, request: InspectionRequest): readonly InspectedContext[] {
  const named = read.build.namedContexts.filter(({ value }) => isFolder(value));
  return [
    inspectMainContext(read, request),
    ...named.map((context) => inspect(context.name, resolve(context.value), context, read, request)),
  ];
}

/** Lists the main context alone. */
export function inspectMainContext(read: ReadBuild, request: InspectionRequest): InspectedContext {
  return inspect(null, request.folder, read.build.mainContext, read, request);
}

function inspect(
  name: string | null,
  folder: string,
  transfer: ContextTransfer,
  { dockerfilePath }: ReadBuild,
  { engine, withIgnored, within, onFile, signal }: InspectionRequest,
): InspectedContext {
  const listing = listContext({
    folder,
    dockerfilePath,
    engine,
    sources: transfer.isSent ? (transfer.followPaths ?? 'everything') : [],
    isNamed: name !== null,
    ...(withIgnored === undefined ? {} : { withIgnored }),
    ...(within === undefined || name !== null ? {} : { within }),
    ...(onFile === undefined ? {} : { onFile: (...file) => onFile(name, ...file) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const used = transfer.uses.map((use) => findUsedPaths(use, listing.folder));
  return { name, uses: transfer.uses, listing, usesOf: attributeUses(listing.entries, used) };
}

function findUsedPaths({ path }: ContextUse, folder: string): UsedPaths {
  const paths = path === '/' ? undefined : followLinks(folder, [path.slice(1)]);
  return paths === undefined ? { isWhole: true, paths: [] } : { isWhole: false, paths };
}

/** Named contexts may be images (`docker-image://`), layouts, targets and URLs as well; only folders are sent. */
function isFolder(value: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(value);
}
