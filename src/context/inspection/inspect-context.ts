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
  const { mainContext, namedContexts } = read.build;
  const named = namedContexts.filter(({ value }) => isFolder(value));
  return [
    inspect(null, request.folder, mainContext, read, request),
    ...named.map((context) => inspect(context.name, resolve(context.value), context, read, request)),
  ];
}

function inspect(
  name: string | null,
  folder: string,
  transfer: ContextTransfer,
  { dockerfilePath }: ReadBuild,
  { engine, withIgnored, onFile, signal }: InspectionRequest,
): InspectedContext {
  const listing = listContext({
    folder,
    dockerfilePath,
    engine,
    sources: transfer.isSent ? (transfer.followPaths ?? 'everything') : [],
    isNamed: name !== null,
    ...(withIgnored === undefined ? {} : { withIgnored }),
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
