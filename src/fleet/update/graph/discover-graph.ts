// The graph of a team's images, read from the files of its repositories.
import { dirname } from 'node:path';
import { mapInOrder } from '../../scan/map-in-order.ts';
import type { FleetSnapshot } from '../../snapshot/fleet-snapshot.ts';
import type { UpdateSettings } from '../update-settings.ts';
import { readDefinitionImages } from './definition-images.ts';
import { type FoundFile, findFiles } from './find-files.ts';
import { hangBySnapshot } from './hang-by-snapshot.ts';
import type { ImageDraft } from './image-draft.ts';
import { UsesLinker } from './link-uses.ts';
import { type NamedImage, nameImages } from './name-images.ts';
import { UsesReader, type UsesSurroundings } from './read-uses.ts';
import { readSettingsImages } from './settings-images.ts';
import { sortGraph } from './sort-graph.ts';
import type { BaseUse, GraphFinding, UpdateGraph, UpdateImage } from './update-graph.ts';

const FILES_AT_ONCE = 16;

/** What a graph is read with. */
export interface DiscoverOptions {
  /** What the settings' paths and those of the graph are seen from; the first folder where it is left out. */
  readonly root?: string;
  /** How findings call the settings. */
  readonly settingsFile?: string;
  /** Variables for bake and compose files. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** For images that name no platform. */
  readonly platform: string;
  /** The platform that builds; the same where it is left out. */
  readonly buildPlatform?: string;
  /** Images as they are, of which those without a Dockerfile hang by annotation or layers. */
  readonly snapshot?: { readonly file: string; readonly snapshot: FleetSnapshot };
  readonly signal: AbortSignal;
}

/** Reads the graph of one or many folders, absolute paths; throws FILE_UNREADABLE for a folder that is not there. */
export async function discoverGraph(
  settings: UpdateSettings,
  folders: readonly string[],
  options: DiscoverOptions,
): Promise<UpdateGraph> {
  const { root = folders[0]!, settingsFile = 'plimsoll.yaml', signal } = options;
  const platforms = [options.platform];
  const { files, findings: walked } = await findFiles({
    root,
    folders,
    exclude: settings.exclude,
    dockerfiles: settings.images.map(({ dockerfile }) => dockerfile),
    definitions: settings.definitions,
    signal,
  });
  const named = readSettingsImages(settings.images, { root, settingsFile, files, platforms });
  const defined = await readDefinitions(files, { root, environment: options.environment ?? {}, platforms });
  const drafts = [...named.drafts, ...defined.drafts];
  const { images, findings: doubles } = nameImages(
    [...drafts, ...readRest(files, drafts, platforms)],
    platforms,
  );
  const found = new Set(files.map(({ path }) => path));
  const linked = await linkImages(images, { folders, found, root }, options);
  const hung = options.snapshot === undefined ? undefined : hangBySnapshot(linked.images, options.snapshot);
  return sortGraph({
    root,
    images: [...linked.images, ...(hung?.images ?? [])],
    uses: [...linked.uses, ...(hung?.uses ?? [])],
    findings: [
      ...walked,
      ...files.flatMap(({ kind, file }) => (kind === 'template' ? [templateFinding(file)] : [])),
      ...findOverrides(files),
      ...named.findings,
      ...defined.findings,
      ...doubles,
      ...linked.findings,
    ],
  });
}

async function readDefinitions(
  files: readonly FoundFile[],
  options: Parameters<typeof readDefinitionImages>[1],
): Promise<{ readonly drafts: readonly ImageDraft[]; readonly findings: readonly GraphFinding[] }> {
  const drafts: ImageDraft[] = [];
  const findings: GraphFinding[] = [];
  // A bake file says more than a compose file of the same images.
  for (const kind of ['bake', 'compose'])
    for (const file of files) {
      if (file.kind !== kind) continue;
      const read = await readDefinitionImages(file, options);
      drafts.push(...read.drafts);
      findings.push(...read.findings);
    }
  return { drafts, findings };
}

/** Dockerfiles that nothing names. */
function readRest(
  files: readonly FoundFile[],
  drafts: readonly ImageDraft[],
  platforms: readonly string[],
): readonly ImageDraft[] {
  const known = new Set(drafts.map(({ build }) => build?.dockerfilePath));
  return files
    .filter(({ kind, path }) => kind === 'dockerfile' && !known.has(path))
    .map(({ path, file }) => ({
      place: { kind: 'dockerfile', file },
      name: file,
      references: [],
      build: {
        contextPath: dirname(path),
        dockerfilePath: path,
        args: {},
        namedContexts: {},
        secretIds: [],
        platforms,
      },
    }));
}

async function linkImages(
  named: readonly NamedImage[],
  { folders, found, root }: Pick<UsesSurroundings, 'folders' | 'found'> & { readonly root: string },
  { platform, buildPlatform = platform, signal }: DiscoverOptions,
): Promise<Pick<UpdateGraph, 'images' | 'uses' | 'findings'>> {
  const builds = named.flatMap(({ draft }) => draft.build ?? []);
  const reader = new UsesReader(builds, { folders, found, buildPlatform });
  const linker = new UsesLinker(root, named);
  const images: UpdateImage[] = [];
  const uses: BaseUse[] = [];
  const readings = mapInOrder(named, FILES_AT_ONCE, async (image) => ({
    image,
    reading: image.draft.build === undefined ? undefined : await reader.read(image.draft.build),
  }));
  for await (const { image, reading } of readings) {
    signal.throwIfAborted();
    const { draft, id, references } = image;
    // A template is named, and makes no image.
    if (reading?.problem?.kind !== 'template' || draft.place.kind !== 'dockerfile')
      images.push({
        kind: 'image',
        id,
        references,
        place: draft.place,
        build: draft.build && { ...draft.build, secretIds: reading!.secretIds },
        ...(draft.refreshSeconds === undefined ? {} : { refreshSeconds: draft.refreshSeconds }),
      });
    if (reading !== undefined) for (const use of linker.link(image, reading)) uses.push(use);
  }
  return { images, uses, findings: linker.findings };
}

function templateFinding(file: string): GraphFinding {
  return { kind: 'template', file, message: 'it is a template: which images it makes is not known' };
}

/** Docker reads them over the file beside them; what they change is not known here, and is told where there is such a file. */
function findOverrides(files: readonly FoundFile[]): readonly GraphFinding[] {
  const beside = new Set(
    files.flatMap(({ kind, path, isListed }) => (isListed ? [] : [`${kind} ${dirname(path)}`])),
  );
  return files.flatMap(({ kind, path, file }) => {
    if (kind !== 'override') return [];
    const base = file.includes('docker-bake') ? 'bake' : 'compose';
    if (!beside.has(`${base} ${dirname(path)}`)) return [];
    const message = `docker ${base} reads it over the file beside it; what it changes is not read here`;
    return [{ kind: 'unreadable', file, message }];
  });
}
