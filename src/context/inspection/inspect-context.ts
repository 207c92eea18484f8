// What one build sends of each of its contexts, and which instruction wants what of it.
import { resolve } from 'node:path';
import type { ContextTransfer, ContextUse } from '../../dockerfile/evaluation/context-use.ts';
import type { Engine } from '../engines/engine-rules.ts';
import { followLinks } from '../follow-links/follow-links.ts';
import {
  type ContextListing,
  type ContextRequest,
  type CrewListing,
  listContext,
  listWithCrew,
} from '../list-context.ts';
import type { FileSecrets } from '../secrets/file-secrets.ts';
import { attributeUses, type UsedPaths } from '../uses/attribute-uses.ts';
import type { ReadBuild } from './read-build.ts';

/** A context and the way it is looked at. */
export interface InspectionRequest {
  readonly folder: string;
  readonly engine: Engine;
  readonly withIgnored?: boolean;
  /** Only this path of the main context, the folders on the way to it and what is below are listed. */
  readonly within?: string;
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

/** A context whose files were searched, if that was asked for. */
export interface SearchedContext {
  readonly context: InspectedContext;
  readonly secrets: readonly FileSecrets[];
}

/** Lists the main context of a build and those named ones that are folders. Rejects with what `listContext` throws. */
export async function inspectContexts(
  read: ReadBuild,
  request: InspectionRequest,
  by: CrewListing,
): Promise<readonly SearchedContext[]> {
  const contexts: SearchedContext[] = [];
  for (const { name, folder, transfer } of foldersOf(read, request)) {
    const asked = askFor(name, folder, transfer, read, request);
    const { listing, secrets } = await listWithCrew(asked, by);
    contexts.push({ context: attribute(name, transfer, listing), secrets });
  }
  return contexts;
}

/** Lists the same contexts by the calling thread alone, searching nothing; throws what `listContext` throws. */
export function listContexts(read: ReadBuild, request: InspectionRequest): readonly InspectedContext[] {
  return foldersOf(read, request).map(({ name, folder, transfer }) =>
    attribute(name, transfer, listContext(askFor(name, folder, transfer, read, request))),
  );
}

/** Lists the main context alone. */
export function inspectMainContext(read: ReadBuild, request: InspectionRequest): InspectedContext {
  const transfer = read.build.mainContext;
  return attribute(null, transfer, listContext(askFor(null, request.folder, transfer, read, request)));
}

interface ContextFolder {
  readonly name: string | null;
  readonly folder: string;
  readonly transfer: ContextTransfer;
}

function foldersOf({ build }: ReadBuild, { folder }: InspectionRequest): readonly ContextFolder[] {
  const named = build.namedContexts.filter(({ value }) => isContextFolder(value));
  return [
    { name: null, folder, transfer: build.mainContext },
    ...named.map((context) => ({ name: context.name, folder: resolve(context.value), transfer: context })),
  ];
}

function askFor(
  name: string | null,
  folder: string,
  transfer: ContextTransfer,
  { dockerfilePath }: ReadBuild,
  { engine, withIgnored, within, signal }: InspectionRequest,
): ContextRequest {
  return {
    folder,
    dockerfilePath,
    engine,
    sources: transfer.isSent ? (transfer.followPaths ?? 'everything') : [],
    isNamed: name !== null,
    ...(withIgnored === undefined ? {} : { withIgnored }),
    ...(within === undefined ? {} : { within }),
    ...(signal === undefined ? {} : { signal }),
  };
}

function attribute(
  name: string | null,
  transfer: ContextTransfer,
  listing: ContextListing,
): InspectedContext {
  const used = transfer.uses.map((use) => findUsedPaths(use, listing.folder));
  return { name, uses: transfer.uses, listing, usesOf: attributeUses(listing.entries, used) };
}

function findUsedPaths({ path }: ContextUse, folder: string): UsedPaths {
  const paths = path === '/' ? undefined : followLinks(folder, [path.slice(1)]);
  return paths === undefined ? { isWhole: true, paths: [] } : { isWhole: false, paths };
}

/** Named contexts may be images (`docker-image://`), layouts, targets and URLs as well; only folders are sent. */
export function isContextFolder(value: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(value);
}
