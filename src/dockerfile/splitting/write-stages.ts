// The text of the stages that are added: in the words of the file's own instructions where there are any.
import type { Instruction } from '../parsing/instruction.ts';
import { filesOfPackages, type ProductionBase } from './choose-base.ts';
import { copyLine, workdirLine } from './instruction-text.ts';
import type { ContextCopy, ProductionNeeds, ReadStage } from './production-needs.ts';
import { folderOf } from './start-path.ts';

/** The names that the stages are known by. */
export const STAGE_NAMES = { development: 'development', production: 'production' } as const;

/** Variables that only tools of the build read. */
const BUILD_VARIABLE =
  /^(?:CGO_\w+|GO(?:PATH|FLAGS|CACHE|PROXY|SUMDB|PRIVATE|BIN|OS|ARCH|TOOLCHAIN)|CARGO_\w+|RUST(?:UP_\w+|FLAGS)|MAVEN_\w+|M2_HOME|GRADLE_\w+|DEBIAN_FRONTEND|PIP_\w+|POETRY_\w+|UV_\w+|NPM_CONFIG_\w+|npm_config_\w+|YARN_\w+|COMPOSER_\w+|CFLAGS|CXXFLAGS|LDFLAGS|CPPFLAGS|MAKEFLAGS|CC|CXX|NUGET_\w+)$/;
/** What a finished image is told, in the order in which it is written. */
const REPEATED: ReadonlySet<string> = new Set([
  'LABEL',
  'EXPOSE',
  'VOLUME',
  'STOPSIGNAL',
  'HEALTHCHECK',
  'ENTRYPOINT',
  'CMD',
]);

/** The lines of all stages behind the one that is there. `build` names that one. */
export function writeStages(
  stage: ReadStage,
  needs: ProductionNeeds,
  base: ProductionBase,
  build: string,
): readonly string[] {
  const { middle } = needs;
  return [
    ...(build === STAGE_NAMES.development ? [] : ['', `FROM ${build} AS ${STAGE_NAMES.development}`]),
    ...(middle === undefined ? [] : ['', `FROM ${build} AS ${middle.name}`, ...middle.lines]),
    '',
    `FROM ${base.from} AS ${STAGE_NAMES.production}`,
    ...productionLines(stage, needs, base, middle?.name ?? build),
  ];
}

function productionLines(
  stage: ReadStage,
  needs: ProductionNeeds,
  base: ProductionBase,
  from: string,
): readonly string[] {
  const lines: string[] = [];
  const { steps } = stage.stage;
  const repeated = needs.repeated.map(({ instruction }) => instruction);
  const args = steps
    .filter(({ instruction }) => instruction.name === 'ARG')
    .map(({ instruction }) => instruction);
  const environment = steps.filter(
    ({ evaluated: { written } }) =>
      written.kind === 'env' && !written.pairs.every(({ name }) => BUILD_VARIABLE.test(name)),
  );
  const settings = steps.map(({ instruction }) => instruction).filter(({ name }) => REPEATED.has(name));
  const uses = [...repeated, ...environment.map(({ instruction }) => instruction), ...settings].some(
    ({ joined }) => joined.includes('$'),
  );
  if (uses) lines.push(...args.map(written(stage)));
  lines.push(
    ...environment.map(({ instruction }) => written(stage)(instruction)),
    ...(needs.environment ?? []),
  );
  lines.push(...installLines(stage, base));
  lines.push(...libraryLines(base, from));
  const user = steps.findLast(({ instruction }) => instruction.name === 'USER')?.instruction;
  lines.push(...accountLines(stage, user, from));
  if (base.kind === 'scratch')
    for (const path of filesOfPackages(stage, needs, base)) lines.push(`COPY --from=${from} ${path} ${path}`);
  lines.push(...contentLines(stage, needs, from));
  if (settings.some(({ name, isJson }) => name !== 'LABEL' && name !== 'EXPOSE' && !isJson))
    lines.push(
      ...steps
        .filter(({ instruction }) => instruction.name === 'SHELL')
        .slice(-1)
        .map(({ instruction }) => written(stage)(instruction)),
    );
  const without =
    needs.command === undefined
      ? settings
      : settings.filter(({ name }) => name !== 'CMD' && name !== 'ENTRYPOINT');
  lines.push(...lastOfEach(without).map(written(stage)));
  if (user !== undefined) lines.push(written(stage)(user));
  if (needs.command !== undefined)
    lines.push(`# ${needs.command.why}`, `CMD ${JSON.stringify(needs.command.words)}`);
  return lines;
}

/** What is copied, with the folder set where paths are relative to it. */
function contentLines(stage: ReadStage, needs: ProductionNeeds, from: string): readonly string[] {
  const lines: string[] = [];
  let folder = '/';
  const change = (to: string | undefined): void => {
    if (to === undefined || to === folder) return;
    lines.push(workdirLine(to));
    folder = to;
  };
  const { wrapper } = stage.start;
  // One of a package comes with it.
  if (wrapper?.startsWith('/') && !/^\/(?:usr\/)?s?bin\//.test(wrapper))
    lines.push(copyLine({ paths: [wrapper], to: wrapper }, from));
  let what = '';
  for (const copy of needs.copies) {
    if (copy.what !== what) lines.push(`# ${copy.what}`);
    what = copy.what;
    lines.push(copyLine(copy, from));
  }
  for (const { instruction, cwd } of needs.repeated as readonly ContextCopy[]) {
    change(cwd);
    lines.push(written(stage)(instruction));
  }
  change(stage.workdir);
  return lines;
}

function libraryLines(
  { libraries, loaders, hasLoaderCache }: ProductionBase,
  from: string,
): readonly string[] {
  const byFolder = new Map<string, string[]>();
  for (const { path } of libraries) {
    const folder = folderOf(path);
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path]);
  }
  const own = libraries.map(({ path }) => path);
  const lines = [...byFolder]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([to, paths]) => copyLine({ paths: paths.sort(), to }, from));
  for (const loader of loaders)
    if (!own.includes(loader)) lines.push(copyLine({ paths: [loader], to: loader }, from));
  if (hasLoaderCache) lines.push(`COPY --from=${from} /etc/ld.so.cache /etc/ld.so.cache`);
  return lines.length === 0 ? [] : ['# libraries that it is linked with', ...lines];
}

function installLines(
  { stage: { family }, input: { image } }: ReadStage,
  { packages, from }: ProductionBase,
): readonly string[] {
  if (packages.length === 0) return [];
  if (family === 'alpine' || /alpine/.test(from)) return [`RUN apk add --no-cache ${packages.join(' ')}`];
  if (family === 'redhat')
    return [`RUN dnf install -y --setopt=install_weak_deps=False ${packages.join(' ')} && dnf clean all`];
  // Official images have apt throw its downloads away.
  const cleansItself = image === undefined || image.kindOf('/etc/apt/apt.conf.d/docker-clean') === 'file';
  return [
    'RUN apt-get update \\',
    `    && apt-get install -y --no-install-recommends ${packages.join(' ')} \\`,
    `    && rm -rf /var/lib/apt/lists/*${cleansItself ? '' : ' /var/cache/apt/*'}`,
  ];
}

/** A user's name means nothing without the file that has its number. */
function accountLines(stage: ReadStage, user: Instruction | undefined, from: string): readonly string[] {
  const isName =
    user !== undefined &&
    /[A-Za-z]/.test(user.args[0]?.value ?? '') &&
    !/^root(?::|$)/.test(user.args[0]!.value);
  const makes = stage.commands.some(({ program }) => /^(?:useradd|adduser|groupadd|addgroup)$/.test(program));
  return isName && makes ? [`COPY --from=${from} /etc/passwd /etc/group /etc/`] : [];
}

/** Of CMD and the like the last counts. */
function lastOfEach(instructions: readonly Instruction[]): readonly Instruction[] {
  return instructions.filter(
    ({ name }, i) =>
      name === 'LABEL' ||
      name === 'EXPOSE' ||
      name === 'VOLUME' ||
      !instructions.slice(i + 1).some((other) => other.name === name),
  );
}

/** As it stands in the file: its lines, and the comments between them. */
function written({ source }: ReadStage): (instruction: Instruction) => string {
  return ({ start, end }) => source.slice(start, end).replace(/\r\n/g, '\n').trimEnd();
}
