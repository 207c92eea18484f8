// Which image of a history is the same as one of an earlier moment, and what each stands on, by name.
import type { Digest } from '../../../oci/bytes/digest.ts';
import { isDigest } from '../../../oci/bytes/digest.ts';
import { formatPlatform } from '../../../oci/image/platform.ts';
import type { FleetImage, FleetMoment } from '../../snapshot/fleet-snapshot.ts';

/** A base by its name in the replay. */
export interface NamedBase {
  readonly name: string;
  readonly isInternal: boolean;
  readonly digest: Digest;
}

/** Names for one history. */
export class ReplayNames {
  readonly #byDigest = new Map<string, FleetImage>();
  /** An image that did not change is one object at all moments. */
  readonly #bases = new WeakMap<FleetImage, NamedBase | { readonly isNone: true }>();
  readonly #identities = new WeakMap<FleetImage, string>();

  constructor(moments: readonly FleetMoment[]) {
    for (const { images } of moments)
      for (const image of images) if (image.digest !== undefined) this.#byDigest.set(image.digest, image);
  }

  /** The images of a moment by what stays the same of them: repository, Dockerfile, platform and system. */
  byIdentity(images: readonly FleetImage[]): ReadonlyMap<string, FleetImage> {
    return new Map(images.map((image) => [this.#identify(image), image]));
  }

  /** The image of the history with that digest. */
  find(digest: string): FleetImage | undefined {
    return this.#byDigest.get(digest);
  }

  /** An image of the fleet, or one of elsewhere by repository, system and platform, as its tag is not known. */
  baseOf(image: FleetImage): NamedBase | undefined {
    const known = this.#bases.get(image);
    if (known !== undefined) return 'isNone' in known ? undefined : known;
    const base = this.#readBase(image);
    this.#bases.set(image, base ?? { isNone: true });
    return base;
  }

  #identify(image: FleetImage): string {
    const known = this.#identities.get(image) ?? identityOf(image);
    this.#identities.set(image, known);
    return known;
  }

  #readBase(image: FleetImage): NamedBase | undefined {
    const [, repository = '', digest] = /^(.*)@([^@]+)$/.exec(image.base ?? '') ?? [];
    if (!isDigest(digest)) return undefined;
    const base = this.#byDigest.get(digest);
    if (base !== undefined) return { name: identityOf(base), isInternal: true, digest };
    const name = [repository, image.osVersion ?? '', formatPlatform(image.platform)].join('|');
    return { name, isInternal: false, digest };
  }
}

function identityOf({ repository, dockerfile, platform, osVersion, tags }: FleetImage): string {
  return [repository, dockerfile ?? tags[0] ?? '', formatPlatform(platform), osVersion ?? ''].join('|');
}
