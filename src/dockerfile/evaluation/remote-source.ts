// Sources of ADD that are no files of the context (dfgitutil and convert_copy.go of BuildKit).

/** Where a source is. */
export type SourcePlace = 'context' | 'http' | 'git';

const SCHEME = /^([a-zA-Z0-9]+):\/\//;
const SCP_STYLE = /^[a-zA-Z0-9\-_]+@[a-zA-Z0-9\-.]+:/;

/** Where BuildKit looks for a source, after expansion. */
export function placeOfSource(source: string): SourcePlace {
  if (/^\.\.?\//.test(source) || source.startsWith('github.com/')) return 'context';
  const scheme = SCHEME.exec(source)?.[1]?.toLowerCase();
  if (scheme === undefined) return SCP_STYLE.test(source) ? 'git' : 'context';
  if (scheme === 'git' || scheme === 'ssh') return 'git';
  if (scheme !== 'http' && scheme !== 'https') return 'context';
  if (/^[^?#]*\.git(?:[?#]|$)/.test(source)) return 'git';
  return /^https?:\/\//.test(source) ? 'http' : 'context';
}

/** What BuildKit leaves out of the paths of the context; a git repository it does not leave out. */
export function isLeftOut(source: string): boolean {
  return source.startsWith('http://') || source.startsWith('https://');
}
