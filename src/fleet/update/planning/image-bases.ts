// What each image stands on, once for each base: several uses of one base are one.
import type { BaseUse, UpdateGraph, UpdateImage } from '../graph/update-graph.ts';

/** A base of one image for one platform. */
export interface ImageBase {
  readonly origin: BaseUse['origin'];
  /** An external base's reference, or the id of one of the graph: its name in keys and in the lock. */
  readonly name: string;
  /** Whether only the final stage stands on it, so that its layers can be put in the place of the old ones. */
  readonly isFinalOnly: boolean;
}

const FINAL: ReadonlySet<BaseUse['kind']> = new Set(['from', 'annotation', 'layers']);

/** Answers for one graph, in time that grows with the uses of the image alone. */
export class BaseFinder {
  readonly #images: ReadonlyMap<string, UpdateImage>;
  readonly #uses = new Map<string, BaseUse[]>();

  constructor(graph: UpdateGraph) {
    this.#images = new Map(graph.images.map((image) => [image.id, image]));
    for (const use of graph.uses) {
      const uses = this.#uses.get(use.image);
      if (uses === undefined) this.#uses.set(use.image, [use]);
      else uses.push(use);
    }
  }

  /** The bases of an image for a platform, in the order of their first use. */
  find(id: string, platform: string): readonly ImageBase[] {
    const found = new Map<string, ImageBase>();
    for (const { origin, kind, platforms } of this.#uses.get(id) ?? []) {
      if (platforms !== undefined && !platforms.includes(platform)) continue;
      const name = origin.kind === 'image' ? origin.id : origin.reference;
      const key = `${origin.kind} ${name}`;
      const before = found.get(key);
      const isFinalOnly = FINAL.has(kind) && before?.isFinalOnly !== false;
      found.set(key, { origin, name, isFinalOnly });
    }
    return [...found.values()];
  }

  /** For which of its platforms a base of the graph serves an image of a platform: the same, or its first (a stage that builds for others). */
  platformOf(baseId: string, platform: string): string | undefined {
    const base = this.#images.get(baseId);
    if (base === undefined) return undefined;
    const platforms = platformsOf(base);
    return platforms.includes(platform) ? platform : platforms[0];
  }
}

/** The platforms of an image; one whose build nobody knows counts for one. */
export function platformsOf({ build }: UpdateImage): readonly string[] {
  return build === undefined || build.platforms.length === 0 ? ['linux/amd64'] : build.platforms;
}
