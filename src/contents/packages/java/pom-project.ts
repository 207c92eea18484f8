// The pom.xml that Maven's archiver leaves in a jar (maven.apache.org/pom.html): coordinates and licences, with the parent's
// where it has none of its own. Not an XML parser: the elements of one known form, whatever else is in the text.
import type { MavenCoordinates } from './maven-coordinates.ts';

/** What a pom.xml says of its artifact. */
export interface PomProject extends MavenCoordinates {
  readonly licence: string;
}

const PROPERTY_PREFIX = 'project/properties/';
const LICENCE_NAME = 'project/licenses/license/name';
/** Deeper elements are in none of the paths that are read. */
const DEPTH_LIMIT = 64;
/** Properties may name one another; longer values than this are no coordinates. */
const VALUE_LIMIT = 512;
const REFERENCE_DEPTH = 8;

/** The project of a pom.xml; undefined where it names no artifact. */
export function parsePomProject(text: string): PomProject | undefined {
  const values = readElements(text);
  const get = (path: string): string => resolve(values, values.get(path)?.[0] ?? '', REFERENCE_DEPTH);
  const artifact = get('project/artifactId');
  if (artifact === '') return undefined;
  return {
    artifact,
    group: get('project/groupId') || get('project/parent/groupId'),
    version: get('project/version') || get('project/parent/version'),
    licence: (values.get(LICENCE_NAME) ?? []).filter(Boolean).join(', '),
  };
}

function isRead(path: string): boolean {
  return (
    /^project\/(?:parent\/)?(?:groupId|artifactId|version)$/.test(path) ||
    path === LICENCE_NAME ||
    path.startsWith(PROPERTY_PREFIX)
  );
}

/** The texts of the elements that are read, by path. */
function readElements(text: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  const open: string[] = [];
  let depth = 0;
  let at = text.indexOf('<');
  while (at >= 0) {
    const end = findTagEnd(text, at);
    if (end < 0) break;
    const next = text.indexOf('<', end);
    if (text[at + 1] === '/') {
      depth = Math.max(0, depth - 1);
      if (open.length > depth) open.length = depth;
    } else if (text[at + 1] !== '?' && text[at + 1] !== '!' && text[end - 2] !== '/') {
      if (depth < DEPTH_LIMIT) open.push(readName(text, at + 1, end - 1));
      depth++;
      const path = open.length === depth && depth <= 4 ? open.join('/') : '';
      if (path !== '' && next >= 0 && isRead(path)) {
        const value = decodeEntities(text.slice(end, Math.min(next, end + VALUE_LIMIT)).trim());
        const known = values.get(path);
        if (known === undefined) values.set(path, [value]);
        else known.push(value);
      }
    }
    at = next;
  }
  return values;
}

/** The position after a tag, a comment or a CDATA section; -1 where it has no end. */
function findTagEnd(text: string, at: number): number {
  const close = text.startsWith('<!--', at) ? '-->' : text.startsWith('<![CDATA[', at) ? ']]>' : '>';
  const end = text.indexOf(close, at);
  return end < 0 ? -1 : end + close.length;
}

function readName(text: string, start: number, end: number): string {
  let stop = start;
  while (stop < end && stop - start < 128 && !/\s/.test(text[stop]!)) stop++;
  return text.slice(start, stop);
}

function decodeEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

/** A value with its `${...}` filled in; empty where one of them is not known here, but in a parent that the jar lacks. */
function resolve(values: ReadonlyMap<string, readonly string[]>, value: string, depth: number): string {
  if (!value.includes('${')) return value;
  if (depth === 0) return '';
  let isKnown = true;
  const filled = value.replace(/\$\{([^{}]*)\}/g, (_, name: string) => {
    const found = findReference(values, name);
    if (found === undefined) isKnown = false;
    return found ?? '';
  });
  if (!isKnown || filled.length > VALUE_LIMIT) return '';
  return resolve(values, filled, depth - 1);
}

function findReference(values: ReadonlyMap<string, readonly string[]>, name: string): string | undefined {
  const own = values.get(PROPERTY_PREFIX + name)?.[0];
  if (own !== undefined) return own;
  const [, key = ''] = /^(?:project\.|pom\.)?((?:parent\.)?(?:groupId|artifactId|version))$/.exec(name) ?? [];
  if (key === '') return undefined;
  const path = `project/${key.replace('.', '/')}`;
  return (values.get(path) ?? values.get(`project/parent/${key}`))?.[0];
}
