// JavaScript and TypeScript: what a build step writes, and the modules that production loads.

import { isCompilerPackage } from '../build-packages.ts';
import { dataFolders, placeInStage } from '../context-copies.ts';
import { workdirLine } from '../instruction-text.ts';
import type { Language, MiddleStage, ReadStage, StageCopy } from '../production-needs.ts';
import { resolvePath, type StageCommand } from '../read-commands.ts';
import { isKnownAbsent } from '../start-path.ts';

const MANAGER = /^(?:npm|yarn|pnpm|bun)$/;
const RUNNER = /^(?:node|nodejs|npm|npx|yarn|pnpm|bun|next|nuxt|serve|vite|pm2|pm2-runtime)$/;
const BUILD_TOOL =
  /^(?:tsc|vite|webpack|rollup|esbuild|next|nuxt|ng|parcel|swc|babel|tsup|nest|gatsby|astro|vue-cli-service|react-scripts|svelte-kit)$/;
const BUILD_SCRIPT = /build|compile|bundle|dist|^tsc$/;
/** Where build tools write when nobody tells them. */
const OUTPUTS = ['dist', 'build', 'out', 'lib', '.next', '.nuxt', '.output', 'public'];

interface PackageJson {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: object;
  readonly devDependencies?: object;
}

/** JavaScript, TypeScript and front ends. */
export const NODE: Language = {
  id: 'node',
  isSpoken: ({ start, commands }) =>
    start.words !== undefined
      ? RUNNER.test(start.words[0]!.replace(/^.*\//, ''))
      : commands.some(({ program, args }) => MANAGER.test(program) && args[0] !== undefined),
  answer: (stage) => {
    const builds = buildCommands(stage);
    const compiles = stage.packages.filter(
      (name) => isCompilerPackage(name) && !/^(?:nodejs|libnode)-dev$/.test(name),
    );
    if (builds.length === 0 && compiles.length === 0) return { noGain: noGain(stage) };
    const json = readPackage(stage);
    const started = startedPaths(stage, json);
    if (started === undefined)
      return {
        unknown: {
          problem: 'which file is started is not told',
          hint: 'Write CMD ["node", "dist/index.js"] with the file that the build writes.',
        },
      };
    const root = builds[0]?.cwd ?? stage.workdir;
    const modules = `${root === '/' ? '' : root}/node_modules`;
    const hasModules = Object.keys(json.dependencies ?? {}).length > 0 && !isKnownAbsent(stage, modules);
    const middle = hasModules ? pruneStage(stage, root, json) : undefined;
    const copies: StageCopy[] = [
      ...(hasModules
        ? [{ paths: [modules], to: modules, what: 'modules that are loaded while it runs' }]
        : []),
      ...(stage.input.project.has('package.json') && !started.paths.includes(`${root}/package.json`)
        ? [
            {
              paths: [`${root === '/' ? '' : root}/package.json`],
              to: `${root === '/' ? '' : root}/`,
              what: 'what kind of modules these are',
            },
          ]
        : []),
      ...outputFolders(stage, root, started.paths).map((path) => ({
        paths: [path],
        to: path,
        what: 'what is built',
      })),
      ...(builds.length === 0 ? sources(stage, root) : []),
    ];
    return {
      needs: {
        language: 'node',
        copies: [
          ...copies,
          ...dataFolders(stage).filter(({ paths }) => !copies.some((copy) => copy.paths[0] === paths[0])),
        ],
        repeated: [],
        ...(middle === undefined ? {} : { middle }),
        linked: hasModules ? [modules] : [],
        runtime: 'interpreter',
        ...officialBase(stage),
        runtimePackages: ['nodejs'],
        ...(started.command === undefined ? {} : { command: started.command }),
        notes: [],
      },
    };
  },
};

function buildCommands({ commands, input: { project } }: ReadStage): readonly StageCommand[] {
  const scripts = parsePackage(project.read('package.json')).scripts ?? {};
  return commands.filter(({ program, args }) => {
    const words = args.filter((word) => word !== undefined && !word.startsWith('-'));
    if (BUILD_TOOL.test(program)) return true;
    if (program === 'npx' || program === 'bunx') return BUILD_TOOL.test(words[0] ?? '');
    if (!MANAGER.test(program)) return false;
    const script =
      words[0] === 'run' || words[0] === 'run-script' ? words[1] : program === 'npm' ? undefined : words[0];
    return (
      script !== undefined &&
      (BUILD_SCRIPT.test(script) || BUILD_TOOL.test((scripts[script] ?? '').split(' ')[0]!))
    );
  });
}

/** Files that the start names; `npm start` is followed into package.json. */
function startedPaths(
  { start: { words }, workdir, stage }: ReadStage,
  json: PackageJson,
):
  | { readonly paths: readonly string[]; readonly command?: { words: readonly string[]; why: string } }
  | undefined {
  const [program = '', ...args] = words ?? [];
  const name = program.replace(/^.*\//, '');
  const isScript =
    MANAGER.test(name) && (args[0] === 'start' || (args[0] === 'run' && args[1] !== undefined));
  const script = isScript ? json.scripts?.[args[0] === 'run' ? args[1]! : 'start'] : undefined;
  const plain =
    script === undefined
      ? undefined
      : /^[\w@%+=:,./ -]+$/.test(script)
        ? script.trim().split(/\s+/)
        : undefined;
  const followed = plain !== undefined && /^node(?:js)?$/.test(plain[0]!) ? plain : undefined;
  const files = (followed ?? [name, ...args])
    .slice(1)
    .filter((word) => !word.startsWith('-') && /[./]/.test(word));
  const paths = files.flatMap((file) => resolvePath(workdir, file) ?? []);
  if (!/^node(?:js)?$/.test(name) && followed === undefined)
    return stage.baseImage?.name === 'node' ? { paths } : undefined;
  if (paths.length === 0) return undefined;
  return followed === undefined
    ? { paths }
    : { paths, command: { words: followed, why: `${name} only starts it, and is not in production` } };
}

/** The first folder of what is started, and what build tools write beside it. */
function outputFolders(stage: ReadStage, root: string, started: readonly string[]): readonly string[] {
  const { image, project } = stage.input;
  const below = root === '/' ? '/' : `${root}/`;
  const firsts = started.map((path) =>
    path.startsWith(below) ? `${below}${path.slice(below.length).split('/')[0]}` : path,
  );
  const configured = /"outDir"\s*:\s*"(?:\.\/)?([^"]+)"/.exec(project.read('tsconfig.json') ?? '')?.[1];
  const others = [...(configured === undefined ? [] : [configured.replace(/\/+$/, '')]), ...OUTPUTS]
    .map((name) => `${below}${name}`)
    .filter((path) => image?.kindOf(path) === 'folder' && !project.has(path.slice(below.length)));
  return [...new Set([...firsts, ...others])];
}

/** Without a build the sources run: all of the folder but the modules. */
function sources(stage: ReadStage, root: string): readonly StageCopy[] {
  const { project } = stage.input;
  return project.list('').flatMap((name) => {
    const place = placeInStage(stage, name);
    const isMeant = /\.(?:js|mjs|cjs|json)$/.test(name)
      ? name !== 'package.json' && !/lock\.json$/.test(name)
      : /^(?:src|lib|bin|routes|app)$/.test(name);
    return place === undefined || !isMeant || !place.startsWith(root)
      ? []
      : [{ paths: [place], to: place, what: 'sources' }];
  });
}

function pruneStage({ commands }: ReadStage, root: string, json: PackageJson): MiddleStage | undefined {
  const hasOthers = Object.keys(json.devDependencies ?? {}).length > 0;
  const installs = commands.filter(
    ({ program, args }) => MANAGER.test(program) && /^(?:ci|i|install|add)$/.test(args[0] ?? 'install'),
  );
  const isLean = installs.some(({ args }) =>
    args.some((word) => word !== undefined && /^--(?:omit=dev|production|prod)/.test(word)),
  );
  if (!hasOthers || isLean) return undefined;
  const manager = installs.at(-1)?.program ?? 'npm';
  const lines: Readonly<Record<string, string>> = {
    npm: 'npm prune --omit=dev',
    pnpm: 'pnpm prune --prod',
    yarn: 'yarn install --production --ignore-scripts --prefer-offline',
    bun: 'bun install --production',
  };
  return { name: 'production-modules', lines: [workdirLine(root), `RUN ${lines[manager] ?? lines['npm']}`] };
}

function officialBase({ stage: { baseImage } }: ReadStage): { readonly officialBase?: string } {
  if (baseImage === undefined || !/(?:^|\/)node$/.test(baseImage.name)) return {};
  return { officialBase: slimTag(baseImage.name, baseImage.tag) };
}

/** The slim variant of an official image's tag; alpine and slim ones stay as they are. */
export function slimTag(name: string, tag: string | undefined): string {
  if (tag === undefined || tag === 'latest') return `${name}:slim`;
  return /slim|alpine/.test(tag) ? `${name}:${tag}` : `${name}:${tag}-slim`;
}

function readPackage({ input: { project } }: ReadStage): PackageJson {
  return parsePackage(project.read('package.json'));
}

function parsePackage(text: string | undefined): PackageJson {
  try {
    const json: unknown = JSON.parse(text ?? '{}');
    return typeof json === 'object' && json !== null ? (json as PackageJson) : {};
  } catch {
    return {};
  }
}

function noGain({ stage: { baseImage }, commands }: ReadStage): {
  language: string;
  reason: string;
  instead?: string;
} {
  const installs = commands.some(
    ({ program, args }) => MANAGER.test(program) && /^(?:ci|i|install)$/.test(args[0] ?? 'install'),
  );
  const isFull =
    baseImage !== undefined &&
    /(?:^|\/)node$/.test(baseImage.name) &&
    !/slim|alpine/.test(baseImage.tag ?? '');
  return {
    language: 'Node',
    reason: `JavaScript runs from its sources: nothing is built here${installs ? ', and the modules that npm installs run as they are' : ''}. A second stage would take over Node, the modules and the sources, which is all that there is.`,
    ...(isFull
      ? {
          instead: `The base has compilers that nothing uses: FROM ${slimTag(baseImage.name, baseImage.tag)} leaves them out without a second stage.`,
        }
      : installs
        ? { instead: 'npm ci --omit=dev leaves out the modules for development without a second stage.' }
        : {}),
  };
}
