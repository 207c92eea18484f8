// What every parser of language metadata does with bytes and paths.

const DECODER = new TextDecoder('utf-8');

/** The text of a file; a byte order mark is left out, bytes that are no UTF-8 become U+FFFD. */
export function decodeText(content: Uint8Array): string {
  return DECODER.decode(content);
}

/** The folder of a path, empty for one at the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The last part of a path. */
export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `inner` seen from `folder`, without `.` and `..`; undefined where it leads out of the root. Costs no more than `inner` is long. */
export function joinPath(folder: string, inner: string): string | undefined {
  const parts: string[] = [];
  let base = inner.startsWith('/') ? '' : folder;
  for (const part of inner.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) {
      if (base === '') return undefined;
      base = folderOf(base);
    }
  }
  const below = parts.join('/');
  return base === '' || below === '' ? base + below : `${base}/${below}`;
}
