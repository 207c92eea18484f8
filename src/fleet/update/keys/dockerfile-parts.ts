// What of a Dockerfile and of the given arguments one build depends on: the stages that its target needs, and no comment.
import type { ReadBuild } from '../../../context/inspection/read-build.ts';
import type { Instruction } from '../../../dockerfile/parsing/instruction.ts';

/** Front ends whose files this project reads as they do. */
const OFFICIAL = /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?::[\w.-]+)?(?:@.*)?$/;
/** BuildKit does not count these, because they change how RUN reaches the network and not what it does. */
const PROXIES: ReadonlySet<string> = new Set([
  'http_proxy',
  'https_proxy',
  'ftp_proxy',
  'no_proxy',
  'all_proxy',
]);
/** Arguments that the builder itself reads, whether or not an ARG names them. */
const BUILDER_ARGUMENT =
  /^(?:BUILDKIT_|SOURCE_DATE_EPOCH$|(?:TARGET|BUILD)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)$)/;

/** The value of `# syntax`, empty where there is none. */
export function syntaxOf({ staged }: ReadBuild): string {
  return staged.dockerfile.directives.find(({ name }) => name === 'syntax')?.value ?? '';
}

/**
 * The text of every instruction that the target needs, in order; of a front end of others, the whole file. The digests of `followed`
 * names are no part of it: a run stands on its own images whatever is written, and writes their digests there.
 */
export function usedInstructions(read: ReadBuild, followed: readonly string[] = []): readonly string[] {
  const { dockerfile, globalArgs, stages } = read.staged;
  const { text } = dockerfile.source;
  const syntax = syntaxOf(read);
  if (syntax !== '' && !OFFICIAL.test(syntax)) return ['whole file', text];
  const cut = ({ start, end }: Instruction): string =>
    followed.reduce(
      (cutText, name) => cutText.replaceAll(name, name.slice(0, name.indexOf('@'))),
      text.slice(start, end),
    );
  const used = new Set(read.build.stages.map(({ index }) => index));
  return [
    dockerfile.escape,
    ...globalArgs.map(({ instruction }) => cut(instruction)),
    ...stages.flatMap(({ index, from, instructions }) =>
      used.has(index) ? [from, ...instructions].map(({ instruction }) => cut(instruction)) : [],
    ),
  ];
}

/** The given arguments that some ARG of the needed stages or the builder asks for, sorted by name. */
export function usedArguments(
  read: ReadBuild,
  given: Readonly<Record<string, string>>,
): readonly (readonly [name: string, value: string])[] {
  const syntax = syntaxOf(read);
  const isForeign = syntax !== '' && !OFFICIAL.test(syntax);
  const asked = new Set(read.staged.globalArgs.flatMap(({ args }) => args.map(({ name }) => name)));
  for (const { steps } of read.build.stages)
    for (const { written } of steps)
      if (written.kind === 'arg') for (const { name } of written.args) asked.add(name);
  return Object.entries(given)
    .filter(([name]) => asked.has(name) || isForeign || BUILDER_ARGUMENT.test(name))
    .filter(([name]) => asked.has(name) || !PROXIES.has(name.toLowerCase()))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}
