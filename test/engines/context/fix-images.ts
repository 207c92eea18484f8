// Images of projects, built by a real engine, and what is in them.
import type { Repair } from '../../../src/context/repair/repair-ignore-file.ts';
import { must } from '../run-program.ts';
import type { FixProject } from './fix-projects.ts';

/** The command line that still talks to the classic builder. */
export const DOCKER = '/usr/bin/docker';
/** What the engine puts into a container itself. */
const OF_ENGINE = /^\/(?:proc|sys|dev|etc\/(?:hosts|hostname|resolv\.conf|mtab)|\.dockerenv)(?:\/|$)/;

/** The name of the image that is built; one at a time. */
export function imageName(engine: 'buildkit' | 'classic'): string {
  return `plimsoll-fix-${process.pid}-${engine}`;
}

/** Builds a folder from the start; the image's name. */
export async function buildImage(folder: string, engine: 'buildkit' | 'classic'): Promise<string> {
  const image = imageName(engine);
  const flag = engine === 'buildkit' ? '1' : '0';
  await must('env', [
    `DOCKER_BUILDKIT=${flag}`,
    DOCKER,
    'build',
    '--network',
    'host',
    '--no-cache',
    '-q',
    '-t',
    image,
    folder,
  ]);
  return image;
}

/** Type, mode, owner, link and content of all paths; of a folder of tools, which no build writes to, without content. */
export async function readImage(image: string, tools?: string): Promise<ReadonlyMap<string, string>> {
  const skipped = tools === undefined ? '' : `-path ${tools} -prune -o`;
  const script = String.raw`find / -xdev -printf '%y %m %U:%G %p\0%l\0' ; echo; printf '\0\0'; find / -xdev ${skipped} -type f -print0 | sort -z | xargs -0 sha256sum -z`;
  const run = ['run', '--rm', '--network', 'none', '--user', '0', '--entrypoint', 'sh', image, '-c', script];
  const output = await must(DOCKER, run);
  const [listing, sums] = output.split('\n\0\0') as [string, string];
  const hashes = new Map(sums.split('\0').map((line) => [line.slice(66), line.slice(0, 64)]));
  const paths = new Map<string, string>();
  const fields = listing.split('\0');
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [, what, path] = /^(\S+ \S+ \S+) ([\s\S]*)$/.exec(fields[i]!)!;
    if (!OF_ENGINE.test(path!)) paths.set(path!, `${what} ${fields[i + 1]} ${hashes.get(path!) ?? ''}`);
  }
  return paths;
}

/** Where listed paths of the context are in the image. */
export function placesOf(
  { copies }: FixProject,
  { proof }: Repair,
): readonly { readonly place: string; readonly isMade: boolean }[] {
  return proof.imageChanges.flatMap(({ path, kind }) =>
    copies
      .filter(([from]) => from === '' || path === from || path.startsWith(`${from}/`))
      .map(([from, to]) => ({
        place: `${to}/${from === '' ? path : path.slice(from.length + 1)}`,
        isMade: kind === 'dependencies' || kind === 'build-output',
      })),
  );
}

/** Whether a path is a place or lies below it. */
export const isBelow = (path: string, place: string): boolean =>
  path === place || path.startsWith(`${place}/`);
