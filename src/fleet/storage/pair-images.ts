// Images that are two variants of one thing, for development and for production, by what they are called.
import { formatPlatform } from '../../oci/image/platform.ts';
import type { FleetImage } from '../snapshot/fleet-snapshot.ts';

/** Names of development images and of production images, `REPOSITORY:TAG`; where both have a `*`, it is the same text in both. */
export interface PairRule {
  readonly development: string;
  readonly production: string;
}

/** Numbers of two images of one platform. */
export interface ImagePair {
  readonly development: number;
  readonly production: number;
}

const DEVELOPMENT_WORDS: ReadonlySet<string> = new Set([
  'dev',
  'devel',
  'development',
  'debug',
  'sdk',
  'build',
  'builder',
  'test',
]);
const PRODUCTION_WORDS = ['prod', 'production', 'release', 'runtime'];

/** Pairs by the rules; without rules, those whose names differ by a word for development alone. */
export function pairImages(images: readonly FleetImage[], rules: readonly PairRule[]): readonly ImagePair[] {
  const numbers = new Map<string, number>();
  for (const [number, image] of images.entries())
    for (const name of namesOf(image)) if (!numbers.has(name)) numbers.set(name, number);
  const pairs = new Map<string, ImagePair>();
  for (const [development, image] of images.entries()) {
    const found = namesOf(image)
      .flatMap((name) =>
        rules.length === 0 ? withoutWord(name) : rules.flatMap((rule) => counterpart(name, rule)),
      )
      .map((name) => numbers.get(name))
      .find((number) => number !== undefined && number !== development);
    if (found !== undefined) pairs.set(`${development} ${found}`, { development, production: found });
  }
  return [...pairs.values()];
}

/** All names of an image, the platform behind each: only images of one platform are a pair. */
function namesOf({ repository, tags, platform }: FleetImage): readonly string[] {
  const behind = ` ${formatPlatform(platform)}`;
  return tags.map((tag) => `${repository}:${tag}${behind}`);
}

function counterpart(name: string, { development, production }: PairRule): readonly string[] {
  const blank = name.indexOf(' ');
  const [plain, platform] = [name.slice(0, blank), name.slice(blank)];
  const [before, after] = splitPattern(development);
  if (after === undefined) return plain === before ? [production + platform] : [];
  const isMatch =
    plain.length >= before.length + after.length && plain.startsWith(before) && plain.endsWith(after);
  if (!isMatch) return [];
  const text = plain.slice(before.length, plain.length - after.length);
  const [start, end] = splitPattern(production);
  return [end === undefined ? start + platform : start + text + end + platform];
}

/** What stands before and behind the first `*`; a repository alone stands for all its tags. */
function splitPattern(pattern: string): readonly [string, string | undefined] {
  const whole =
    pattern.includes('*') || pattern.lastIndexOf(':') > pattern.lastIndexOf('/') ? pattern : `${pattern}:*`;
  const star = whole.indexOf('*');
  return star === -1 ? [whole, undefined] : [whole.slice(0, star), whole.slice(star + 1)];
}

/** `app-dev:1`, `app:1-dev` and `dev/app:1` without the word; with one for production in its place. */
function withoutWord(name: string): readonly string[] {
  const blank = name.indexOf(' ');
  const [plain, platform] = [name.slice(0, blank), name.slice(blank)];
  const parts = plain.split(/([-._/:])/);
  return parts.flatMap((part, i) => {
    if (i % 2 === 1 || !DEVELOPMENT_WORDS.has(part)) return [];
    const replaced = PRODUCTION_WORDS.map((word) => parts.with(i, word).join('') + platform);
    const before = parts[i - 1];
    const left =
      before === undefined || before === '/' || before === ':'
        ? [...parts.slice(0, i), ...parts.slice(i + 2)]
        : [...parts.slice(0, i - 1), ...parts.slice(i + 1)];
    return [left.join('') + platform, ...replaced];
  });
}
