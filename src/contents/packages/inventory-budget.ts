// How much work the packages of one image may be. Databases can name any number of packages that do not exist, and a thousand
// packages can share one list of a million files: each is small by itself, and together they would never end.
import { PlimsollError } from '../../errors.ts';

/** Versions of packages; the largest real images have some ten thousand. */
const PACKAGES_LIMIT = 1_000_000;
/** What is looked through of lists of files; those of a large real image are some 50 MB. */
const LIST_LIMIT_BYTES = 512 * 2 ** 20;
/** What looking up one path costs beside its length, in bytes of a list. */
const PATH_COST_BYTES = 24;

/** Counts the work for one image; throws LAYER_LIMIT where it is more than any real image needs. */
export class InventoryBudget {
  #packagesLeft: number;
  #listBytesLeft: number;

  constructor(packagesLimit: number = PACKAGES_LIMIT, listLimitBytes: number = LIST_LIMIT_BYTES) {
    this.#packagesLeft = packagesLimit;
    this.#listBytesLeft = listLimitBytes;
  }

  countPackages(count: number): void {
    this.#packagesLeft -= count;
    if (this.#packagesLeft < 0) throw beyond('name more packages');
  }

  /** Counts a list that is read. */
  countList(sizeBytes: number): void {
    this.#listBytesLeft -= sizeBytes;
    if (this.#listBytesLeft < 0) throw beyond('list more files of packages');
  }

  /** Counts paths that are looked up. */
  countPaths(count: number): void {
    this.countList(count * PATH_COST_BYTES);
  }
}

function beyond(what: string): PlimsollError {
  return new PlimsollError('LAYER_LIMIT', `the image's layers ${what} than any real one`, {
    hint: 'No image of real packages is like that; do not load it into an engine.',
  });
}
