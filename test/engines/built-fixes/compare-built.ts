// Two images of the same project, before and after a repair: in which paths, packages and settings they differ.
import { readImage } from '../context/fix-images.ts';
import { must } from '../run-program.ts';

/** What two builds of one file differ in too: logs, and what is made from times. */
const UNSTEADY = [
  // What is repaired, where all of the context is copied.
  /^\/app\/Dockerfile$/,
  /^\/var\/log\//,
  /^\/var\/cache\/ldconfig\/aux-cache$/,
  // Bytecode has the time of its source in it.
  /\/__pycache__\/[^/]*\.pyc$/,
  /^\/root\/\.npm\/(?:_logs|_update-notifier-last-checked)/,
  // npm's own record of what is in a tree names the time in nothing but its folder.
  /^\/tmp\/v8-compile-cache/,
  // The index git writes has the times of the files.
  /\/\.git\/(?:index|logs\/.*)$/,
];
/** What dpkg and the scripts of packages write for each package, beside the packages' own files. */
const OF_PACKAGES = [
  /^\/var\/lib\/(?:dpkg|apt\/extended_states|systemd\/deb-systemd|ucf)/,
  /^\/etc\/(?:ld\.so\.cache|alternatives|ssl\/certs|rc\d\.d|mailcap|shells)/,
  /^\/var\/cache\/(?:debconf|man|fontconfig)/,
  /^\/usr\/lib\/python3(?:\.11)?\/.*__pycache__/,
  /^\/usr\/share\/python3?\/runtime/,
];

/** A built image. */
export interface BuiltImage {
  readonly sizeBytes: number;
  /** Without the engine's own: what a container of it is started with. */
  readonly config: unknown;
  /** Each path with its type, mode, owner, link and content. */
  readonly paths: ReadonlyMap<string, string>;
  readonly packages: ReadonlySet<string>;
  /** The files of each package, by the packages' names. */
  readonly ownerOf: ReadonlyMap<string, string>;
}

/** Reads an image of the engine. */
export async function readBuilt(docker: string, image: string): Promise<BuiltImage> {
  const [inspected] = JSON.parse(await must(docker, ['image', 'inspect', image])) as [
    { Size: number; Config: Record<string, unknown> },
  ];
  const run = ['run', '--rm', '--user', '0', '--entrypoint', 'sh', image, '-c'];
  const owners = 'cd /var/lib/dpkg/info && for f in *.list; do sed "s|^|${f%.list} |" $f; done';
  const ownerOf = new Map(
    (await must(docker, [...run, owners])).split('\n').map((line) => {
      const blank = line.indexOf(' ');
      // Some packages name files by the links that stand for folders of /usr.
      const path = line.slice(blank + 1).replace(/^\/(?:s?bin|lib(?:32|64|x32)?)\//, '/usr$&');
      return [path, line.slice(0, blank).replace(/:.*$/, '')];
    }),
  );
  const packages = new Set(ownerOf.values());
  const { Image: _, Hostname: __, ...config } = inspected.Config;
  return { sizeBytes: inspected.Size, config, paths: await readImage(image), packages, ownerOf };
}

/** Paths that differ though neither the fixes nor the packages that are gone name them. */
export function findUnnamed(
  before: BuiltImage,
  after: BuiltImage,
  named: readonly RegExp[],
): readonly string[] {
  const gone = new Set([...before.packages].filter((name) => !after.packages.has(name)));
  const isNamed = (path: string): boolean =>
    [...UNSTEADY, ...named].some((pattern) => pattern.test(path)) ||
    (gone.size > 0 &&
      (gone.has(before.ownerOf.get(path) ?? '') ||
        OF_PACKAGES.some((pattern) => pattern.test(path)) ||
        before.paths.get(path)?.includes(' /etc/alternatives/') === true));
  return [...new Set([...before.paths.keys(), ...after.paths.keys()])]
    .filter((path) => before.paths.get(path) !== after.paths.get(path) && !isNamed(path))
    .map(
      (path) => `${path}: ${before.paths.get(path) ?? 'not there'} | ${after.paths.get(path) ?? 'not there'}`,
    );
}
