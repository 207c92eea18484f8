// Which image of a fleet each image stands on. Layers prove it; a recorded base and a Dockerfile say what was meant.
import { formatPlatform } from '../../../oci/image/platform.ts';
import type { FleetImage } from '../../snapshot/fleet-snapshot.ts';
import type { Evidence } from './fleet-tree.ts';
import { splitBase } from './split-base.ts';

/** The parent of an image and what tells of it. */
export interface ImageLink {
  readonly parent: number | null;
  readonly evidence: readonly Evidence[];
}

/** What Dockerfiles say: for each image the bases by name, as in FROM. */
export type DockerfileBases = ReadonlyMap<number, string>;

/** Finds the parent of each image. */
export function linkImages(
  images: readonly FleetImage[],
  dockerfiles: DockerfileBases,
): readonly ImageLink[] {
  const byLayers = linkByLayers(images);
  const names = new ImageNames(images);
  const links = images.map((image, i): ImageLink => {
    const base = splitBase(image.base);
    const byDigest = base?.digest === undefined ? undefined : names.findDigest(base.digest, i);
    const byName = base?.name === undefined ? undefined : names.findName(base.name, i);
    const from = dockerfiles.get(i);
    const byDockerfile = from === undefined ? undefined : names.findName(splitBase(from)?.name ?? from, i);
    const found: readonly (readonly [number | undefined, Evidence])[] = [
      [byLayers[i], 'layers'],
      [byDigest, 'base-digest'],
      [byName, 'base-name'],
      [byDockerfile, 'dockerfile'],
    ];
    const parent = found.find(([number]) => number !== undefined)?.[0] ?? null;
    return {
      parent,
      evidence: found.flatMap(([number, evidence]) =>
        parent !== null && number !== undefined && isSameStack(images, number, parent) ? [evidence] : [],
      ),
    };
  });
  return cutCircles(links);
}

/** The image with the most layers that all lie below an image's own; images with the very same layers are siblings. */
function linkByLayers(images: readonly FleetImage[]): readonly (number | undefined)[] {
  const ids = new Map<string, number>();
  const chainOf = (below: number, layer: number): number => {
    const key = `${below} ${layer}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, ids.size + 1);
    return ids.size;
  };
  const chains = images.map(({ layers }) => {
    const chain: number[] = [];
    for (const layer of layers) chain.push(chainOf(chain.at(-1) ?? 0, layer));
    return chain;
  });
  const whole = new Map<number, number>();
  for (const [i, chain] of chains.entries()) {
    const top = chain.at(-1);
    if (top !== undefined && !whole.has(top)) whole.set(top, i);
  }
  return chains.map((chain) => {
    for (let at = chain.length - 2; at >= 0; at--) {
      const parent = whole.get(chain[at]!);
      if (parent !== undefined) return parent;
    }
    return undefined;
  });
}

function isSameStack(images: readonly FleetImage[], a: number, b: number): boolean {
  if (a === b) return true;
  const [layers, others] = [images[a]!.layers, images[b]!.layers];
  return layers.length === others.length && layers.every((layer, i) => layer === others[i]);
}

/** Recorded bases may say anything: what would stand on itself stands on nothing. */
function cutCircles(links: readonly ImageLink[]): readonly ImageLink[] {
  const parents = links.map(({ parent }) => parent);
  const state = new Uint8Array(links.length);
  for (const start of links.keys()) {
    const path: number[] = [];
    let at: number | null = start;
    while (at !== null && state[at] === 0) {
      state[at] = 1;
      path.push(at);
      at = parents[at]!;
    }
    if (at !== null && state[at] === 1) parents[path.at(-1)!] = null;
    for (const image of path) state[image] = 2;
  }
  return links.map((link, i) => (link.parent === parents[i] ? link : { parent: parents[i]!, evidence: [] }));
}

/** Images by what others call them. */
class ImageNames {
  readonly #byDigest = new Map<string, number>();
  readonly #byName = new Map<string, number>();
  readonly #images: readonly FleetImage[];

  constructor(images: readonly FleetImage[]) {
    this.#images = images;
    for (const [i, { digest, repository, tags, platform }] of images.entries()) {
      if (digest !== undefined && !this.#byDigest.has(digest)) this.#byDigest.set(digest, i);
      for (const tag of tags) {
        const key = `${repository}:${tag} ${formatPlatform(platform)}`;
        if (!this.#byName.has(key)) this.#byName.set(key, i);
      }
    }
  }

  findDigest(digest: string, asker: number): number | undefined {
    const found = this.#byDigest.get(digest);
    return found === asker ? undefined : found;
  }

  /** By `[HOST/]REPOSITORY[:TAG]` for the asker's platform; a fleet may leave the host out. */
  findName(name: string, asker: number): number | undefined {
    const colon = name.lastIndexOf(':');
    const hasTag = colon > name.lastIndexOf('/');
    const tag = hasTag ? name.slice(colon + 1) : 'latest';
    const parts = (hasTag ? name.slice(0, colon) : name).split('/');
    const platform = formatPlatform(this.#images[asker]!.platform);
    for (let from = 0; from < Math.min(parts.length, 8); from++) {
      const found = this.#byName.get(`${parts.slice(from).join('/')}:${tag} ${platform}`);
      if (found !== undefined) return found === asker ? undefined : found;
      // Only a host may be left out: no part of a repository.
      if (from === 0 && !/[.:]|^localhost$/.test(parts[0]!)) return undefined;
      if (from === 1) return undefined;
    }
    return undefined;
  }
}
