// Images of the graph by the names that others stand on them under. Several may share a name, each for platforms of its own.
import { readImageName } from '../../../dockerfile/evaluation/image-name.ts';

interface Named<Id> {
  readonly id: Id;
  readonly platforms: readonly string[];
}

/** Finds images by full reference and platform. */
export class ImageNames<Id> {
  readonly #byReference = new Map<string, { readonly images: Named<Id>[]; readonly taken: Set<string> }>();
  readonly #byRepository = new Map<string, Set<Id>>();

  /** Adds a name; false where another image has it for one of the platforms. */
  add(reference: string, id: Id, platforms: readonly string[]): boolean {
    const full = fullName(reference);
    const named = this.#byReference.get(full) ?? { images: [], taken: new Set<string>() };
    if (platforms.some((platform) => named.taken.has(platform))) return false;
    for (const platform of platforms) named.taken.add(platform);
    named.images.push({ id, platforms });
    this.#byReference.set(full, named);
    const repository = repositoryOf(full);
    const ids = this.#byRepository.get(repository);
    if (ids === undefined) this.#byRepository.set(repository, new Set([id]));
    else ids.add(id);
    return true;
  }

  /** Ids of all images with that name. */
  all(reference: string): readonly Id[] {
    return (this.#byReference.get(fullName(reference))?.images ?? []).map(({ id }) => id);
  }

  /**
   * The image that a build for the platform gets under that name. A digest beside a tag says which state of the image is meant; a
   * digest alone means the one image of its repository.
   */
  find(reference: string, platform: string): Id | undefined {
    const full = fullName(reference);
    const at = full.indexOf('@');
    const tagged = at === -1 ? full : full.slice(0, at);
    if (at !== -1 && !hasTag(tagged)) {
      const ids = this.#byRepository.get(tagged);
      return ids?.size === 1 ? [...ids][0] : undefined;
    }
    const named = this.#byReference.get(tagged)?.images;
    if (named === undefined) return undefined;
    const kind = withoutVariant(platform);
    const fitting =
      named.find(({ platforms }) => platforms.includes(platform)) ??
      named.find(({ platforms }) => platforms.some((each) => withoutVariant(each) === kind)) ??
      named[0];
    return fitting?.id;
  }

  /** Whether an image of the graph goes to the reference's repository, under whatever tag. */
  hasRepository(reference: string): boolean {
    return this.#byRepository.has(repositoryOf(fullName(reference)));
  }
}

/** With host and tag; what is no name stays as it is. */
export function fullName(reference: string): string {
  return readImageName(reference)?.full ?? reference;
}

/** Whether a full name has a tag or a digest, which one that an open argument ends has not. */
export function hasTag(full: string): boolean {
  return full.includes('@') || full.lastIndexOf(':') > full.lastIndexOf('/');
}

function repositoryOf(full: string): string {
  const name = full.split('@', 1)[0]!;
  return hasTag(name) ? name.slice(0, name.lastIndexOf(':')) : name;
}

function withoutVariant(platform: string): string {
  return platform.split('/', 2).join('/');
}
