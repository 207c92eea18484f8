// `PATH[:SELECTOR]` as skopeo writes it, for paths that may hold colons themselves.
import { stat } from 'node:fs/promises';

/** A path and what is chosen in it: a tag, a name with tag, `@POSITION` or `@DIGEST`. */
export interface PathAndSelector {
  readonly path: string;
  readonly selector: string | undefined;
}

/** More colons than this are no path and tag. */
const COLON_LIMIT = 64;
const DIGEST_SUFFIX = /^(.+?):?@(sha(?:256|512):[0-9a-f]+)$/;

/** Splits at the last colon that has an existing path before it; at the first one where there is none. */
export async function splitPathAndSelector(text: string): Promise<PathAndSelector> {
  if (await exists(text)) return { path: text, selector: undefined };
  const byDigest = DIGEST_SUFFIX.exec(text);
  if (byDigest !== null) return { path: byDigest[1]!, selector: `@${byDigest[2]}` };
  const colons = [...text.matchAll(/:/g)].map((match) => match.index).slice(0, COLON_LIMIT);
  for (const colon of colons.toReversed())
    if (await exists(text.slice(0, colon))) return splitAt(text, colon);
  // The colon of a Windows drive letter separates nothing.
  const first = colons.find((colon) => colon !== 1);
  return first === undefined ? { path: text, selector: undefined } : splitAt(text, first);
}

function splitAt(text: string, colon: number): PathAndSelector {
  const selector = text.slice(colon + 1);
  return { path: text.slice(0, colon), selector: selector === '' ? undefined : selector };
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return path !== '';
  } catch {
    return false;
  }
}
