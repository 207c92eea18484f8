// Go: `go build` and `go install`. Without cgo a program is linked with nothing.
import type { Language, ReadStage } from '../production-needs.ts';
import { optionValue, resolvePath, type StageCommand } from '../read-commands.ts';
import { answerCompiled } from './compiled-program.ts';

/** Go. */
export const GO: Language = {
  id: 'go',
  isSpoken: (stage) => builds(stage).length > 0,
  answer: (stage) => {
    const commands = builds(stage);
    const outputs = commands.flatMap((command) => outputOf(command, stage) ?? []);
    return answerCompiled(stage, 'go', {
      outputs,
      folders: commands.some(({ args }) => args[0] === 'install') ? [binFolder(stage)] : [],
      isStatic: commands.every((command) => isWithoutC(command, stage)),
    });
  },
};

function builds({ commands }: ReadStage): readonly StageCommand[] {
  return commands.filter(
    ({ program, args }) => /^go[\d.]*$/.test(program) && (args[0] === 'build' || args[0] === 'install'),
  );
}

/** `-o`, where it names a file; else the folder or the package gives the name, and the module of the root. */
function outputOf({ args, cwd }: StageCommand, { input: { project } }: ReadStage): string | undefined {
  if (args[0] !== 'build') return undefined;
  const written = optionValue(args, ['-o']);
  const target = args.slice(1).findLast((word) => word !== undefined && /^(?:\.|[\w.-]+\.go$)/.test(word));
  const module = /^module\s+(\S+)/m.exec(project.read('go.mod') ?? '')?.[1];
  const name =
    target
      ?.replace(/\.go$/, '')
      .split('/')
      .filter((part) => !/^\.*$/.test(part))
      .at(-1) ??
    module
      ?.replace(/\/v\d+$/, '')
      .split('/')
      .at(-1);
  if (written === undefined) return name === undefined ? undefined : resolvePath(cwd, name);
  return written.endsWith('/') || written === '.'
    ? resolvePath(cwd, `${written}/${name}`)
    : resolvePath(cwd, written);
}

function isWithoutC({ assignments }: StageCommand, { stage }: ReadStage): boolean {
  const own = assignments.get('CGO_ENABLED') ?? environmentOf(stage, 'CGO_ENABLED');
  return own === '0';
}

function binFolder({ stage }: ReadStage): string {
  return environmentOf(stage, 'GOBIN') ?? `${environmentOf(stage, 'GOPATH') ?? '/go'}/bin`;
}

/** The last value that ENV gives. */
function environmentOf({ steps }: ReadStage['stage'], name: string): string | undefined {
  for (const { evaluated } of steps.toReversed())
    if (evaluated.expanded.kind === 'env')
      for (const pair of evaluated.expanded.pairs) if (pair.name === name) return pair.value;
  return undefined;
}
