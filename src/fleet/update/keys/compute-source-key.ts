// The source key of one image for one platform: everything that its build reads, hashed part by part (docs/build-keys.md).
import {
  type InspectedContext,
  isContextFolder,
  listContexts,
} from '../../../context/inspection/inspect-context.ts';
import type { ReadBuild } from '../../../context/inspection/read-build.ts';
import type { ImageBuild } from '../graph/update-graph.ts';
import { syntaxOf, usedArguments, usedInstructions } from './dockerfile-parts.ts';
import type { FileHasher } from './file-hasher.ts';
import { findRemoteSources } from './find-remote-sources.ts';
import { hashContext, ignorePatterns } from './hash-context.ts';
import { hashFields } from './hash-fields.ts';
import { readImageBuild } from './read-image-build.ts';
import {
  KEY_PARTS,
  type KeyedSource,
  type KeyPart,
  type SourceKey,
  type SourceResolver,
} from './source-key.ts';

/** What a source key is asked of. */
export interface SourceKeyRequest {
  readonly build: ImageBuild;
  readonly platform: string;
  /** Names with a digest, as the Dockerfile has them, that stand for images of the graph. */
  readonly followed?: readonly string[];
  /** Shared by all images of a run, so that no file is read twice. */
  readonly files: FileHasher;
  /** Asked for content of elsewhere that no checksum or commit pins; without it nobody is asked. */
  readonly resolveSource?: SourceResolver;
  readonly signal: AbortSignal;
}

/** Computes it. Rejects with what reading the Dockerfile and listing its contexts throw. */
export async function computeSourceKey(request: SourceKeyRequest): Promise<SourceKey> {
  const { build, platform, followed, files, signal } = request;
  const read = readImageBuild(build, platform);
  const contexts = listContexts(read, { folder: build.contextPath, engine: 'buildkit', signal });
  const [main, ...named] = contexts as [InspectedContext, ...InspectedContext[]];
  const sources = await resolveSources(read, request);
  const parts: Record<KeyPart, string> = {
    files: await hashContext(main, files, signal),
    'ignore-file': hashFields('ignore-file', ignorePatterns(main)),
    dockerfile: hashFields('dockerfile', usedInstructions(read, followed)),
    'front-end': hashFields('front-end', [syntaxOf(read)]),
    target: hashFields('target', [build.target ?? '']),
    arguments: hashFields('arguments', usedArguments(read, build.args).flat()),
    secrets: hashFields('secrets', [...new Set(build.secretIds)].sort()),
    platform: hashFields('platform', [platform]),
    'named-contexts': hashFields('named-contexts', await namedFields(read, named, request)),
    sources: hashFields(
      'sources',
      sources.flatMap(({ url, content }) =>
        content === undefined ? [url, 'not asked'] : [url, 'is', content],
      ),
    ),
  };
  const fields = KEY_PARTS.flatMap((part) => [part, parts[part]]);
  return { kind: 'source-key', hash: hashFields('source', fields), parts, sources };
}

/** Folders by what is in them, wherever they lie; others by their text. */
async function namedFields(
  { build }: ReadBuild,
  folders: readonly InspectedContext[],
  { files, signal }: SourceKeyRequest,
): Promise<readonly string[]> {
  const byName = new Map(folders.map((context) => [context.name, context]));
  const fields: string[] = [];
  const sorted = [...build.namedContexts].sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, value } of sorted) {
    const context = byName.get(name);
    if (context === undefined || !isContextFolder(value)) fields.push(name, 'text', value);
    else
      fields.push(
        name,
        'folder',
        await hashContext(context, files, signal),
        hashFields('ignore-file', ignorePatterns(context)),
      );
  }
  return fields;
}

async function resolveSources(
  read: ReadBuild,
  { resolveSource, signal }: SourceKeyRequest,
): Promise<readonly KeyedSource[]> {
  return Promise.all(
    findRemoteSources(read).map(async ({ url, pinned }) => ({
      url,
      content: pinned ?? (await resolveSource?.(url, signal)),
    })),
  );
}
