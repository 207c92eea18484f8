// All libraries that some ELF files of an image need to be started, those that libraries need in turn too, and the loaders.
import { ENTRY_KIND } from '../facts/layer-facts.ts';
import type { ImageContents } from '../image-contents.ts';
import { nodePath } from '../view/squashed-view.ts';
import { ElfReader } from './elf-reader.ts';
import { type LibraryUse, resolveLibraries } from './resolve-libraries.ts';

/** What ELF files need. */
export interface LinkClosure {
  /** Nodes of the files that were asked about and are ELF files. */
  readonly files: readonly number[];
  /** PT_INTERP of programs, each once, as they are written. */
  readonly loaders: readonly string[];
  /** Each library once, by the path that ends in its soname. */
  readonly libraries: readonly LibraryUse[];
  /** Sonames that nothing in the image has. */
  readonly missing: readonly string[];
}

/** Answers for one image after the other question; its libraries are resolved once. */
export class LinkFinder {
  readonly #contents: Pick<ImageContents, 'view'>;
  readonly #elf: ElfReader;
  #uses: ReadonlyMap<number, readonly LibraryUse[]> | undefined;

  constructor(contents: Pick<ImageContents, 'view'>) {
    this.#contents = contents;
    this.#elf = new ElfReader(contents.view);
  }

  /** Of the ELF files among the nodes that `isAsked` takes. */
  find(isAsked: (node: number) => boolean): LinkClosure {
    const { view } = this.#contents;
    const files: number[] = [];
    for (let node = 1; node < view.tree.nodeCount; node++)
      if (view.tree.kinds[node] === ENTRY_KIND.file && this.#elf.has(node) && isAsked(node)) files.push(node);
    const uses = this.#resolve();
    const seen = new Set(files);
    const libraries = new Map<string, LibraryUse>();
    const loaders = new Set<string>();
    const missing = new Set<string>();
    // The set grows while it is walked.
    for (const node of seen) {
      const { interpreter, needed } = this.#elf.read(node)!;
      if (interpreter !== '') loaders.add(interpreter);
      const found = uses.get(node) ?? [];
      for (const soname of needed) if (!found.some((use) => use.soname === soname)) missing.add(soname);
      for (const use of found) {
        libraries.set(nodePath(view, use.library[0]!), use);
        seen.add(use.library.at(-1)!);
      }
    }
    return { files, loaders: [...loaders], libraries: [...libraries.values()], missing: [...missing] };
  }

  #resolve(): ReadonlyMap<number, readonly LibraryUse[]> {
    if (this.#uses !== undefined) return this.#uses;
    const uses = new Map<number, LibraryUse[]>();
    for (const use of resolveLibraries(this.#contents)) {
      const known = uses.get(use.user);
      if (known === undefined) uses.set(use.user, [use]);
      else known.push(use);
    }
    this.#uses = uses;
    return uses;
  }
}
