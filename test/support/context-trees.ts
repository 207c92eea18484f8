// Folders for tests of build contexts, made from a description: text is a file, an object a folder, 'link: x' a link.
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Tree {
  readonly [name: string]: string | Tree;
}

/** A new temporary folder with the tree in it. */
export function makeTree(tree: Tree): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-context-')));
  fillFolder(folder, tree);
  return folder;
}

function fillFolder(folder: string, tree: Tree): void {
  for (const [name, content] of Object.entries(tree)) {
    const path = join(folder, name);
    if (typeof content !== 'string') {
      mkdirSync(path);
      fillFolder(path, content);
    } else if (content.startsWith('link: ')) symlinkSync(content.slice('link: '.length), path);
    else writeFileSync(path, content);
  }
}
