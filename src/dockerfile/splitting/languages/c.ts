// C and C++, and what else compilers, make, CMake and Meson build.
import type { Language, ReadStage } from '../production-needs.ts';
import { optionValue, resolvePath, type StageCommand } from '../read-commands.ts';
import { answerCompiled } from './compiled-program.ts';

const COMPILER =
  /^(?:(?:[\w-]+-)?(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?)(?:-[\d.]+)?|gfortran|ghc|nim|zig|dmd|fpc|ocamlopt)$/;
const BUILDER = /^(?:g?make|cmake|ninja|meson|scons|bazel|autoreconf|configure)$/;

/** C, C++ and their like. */
export const C: Language = {
  id: 'c',
  isSpoken: (stage) => builds(stage).length > 0,
  answer: (stage) => {
    const commands = builds(stage);
    const installs = commands.some(({ args }) =>
      args.some((word) => word === 'install' || word === '--install'),
    );
    const folders = commands.flatMap(({ program, cwd, args }) =>
      BUILDER.test(program) && cwd !== undefined && cwd !== '/'
        ? [cwd, ...(program === 'make' ? [resolvePath(cwd, optionValue(args, ['-C'])) ?? cwd] : [])]
        : [],
    );
    return answerCompiled(stage, 'c', {
      outputs: commands.flatMap(({ program, args, cwd }) =>
        COMPILER.test(program) && !args.includes('-c') && !args.includes('-shared')
          ? (resolvePath(cwd, optionValue(args, ['-o']) ?? 'a.out') ?? [])
          : [],
      ),
      folders: [...(installs ? [`${prefixOf(commands)}/bin`, `${prefixOf(commands)}/sbin`] : []), ...folders],
      isStatic: commands.some(({ program }) => COMPILER.test(program)) && commands.every(isStaticLink),
    });
  },
};

function builds({ commands }: ReadStage): readonly StageCommand[] {
  return commands.filter(({ program }) => COMPILER.test(program) || BUILDER.test(program));
}

function isStaticLink({ program, args }: StageCommand): boolean {
  return COMPILER.test(program) && args.includes('-static');
}

function prefixOf(commands: readonly StageCommand[]): string {
  for (const { args } of commands) {
    const prefix = optionValue(args, ['--prefix', '-DCMAKE_INSTALL_PREFIX', 'PREFIX']);
    const assigned = args.find((word) => word?.startsWith('PREFIX='))?.slice('PREFIX='.length);
    if (prefix?.startsWith('/')) return prefix;
    if (assigned?.startsWith('/')) return assigned;
  }
  return '/usr/local';
}
