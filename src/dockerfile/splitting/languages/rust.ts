// Rust: `cargo build`, `cargo install`, `rustc`.
import type { Language, ReadStage } from '../production-needs.ts';
import { optionValue, resolvePath, type StageCommand } from '../read-commands.ts';
import { answerCompiled } from './compiled-program.ts';

/** Rust. */
export const RUST: Language = {
  id: 'rust',
  isSpoken: (stage) => builds(stage).length > 0,
  answer: (stage) => {
    const commands = builds(stage);
    const installs = commands.some(({ args }) => args.includes('install'));
    return answerCompiled(stage, 'rust', {
      outputs: commands.flatMap((command) => outputOf(command, stage) ?? []),
      folders: [
        ...(installs ? [installFolder(commands)] : []),
        ...commands.flatMap((command) => targetFolder(command) ?? []),
      ],
      // Programs for musl are linked with nothing; those of the usual target with glibc.
      isStatic: commands.every(({ args }) => (optionValue(args, ['--target']) ?? '').endsWith('-musl')),
    });
  },
};

function builds({ commands }: ReadStage): readonly StageCommand[] {
  return commands.filter(
    ({ program, args }) =>
      program === 'rustc' ||
      (program === 'cargo' && args.some((word) => word === 'build' || word === 'install')),
  );
}

function outputOf(command: StageCommand, { input: { project } }: ReadStage): string | undefined {
  const { program, args, cwd } = command;
  if (program === 'rustc') return resolvePath(cwd, optionValue(args, ['-o']));
  const folder = targetFolder(command);
  const name =
    optionValue(args, ['--bin']) ??
    /^\s*name\s*=\s*"([^"]+)"/m.exec((project.read('Cargo.toml') ?? '').split('[dependencies]')[0]!)?.[1];
  return args.includes('install') || folder === undefined || name === undefined
    ? undefined
    : `${folder}/${name}`;
}

function targetFolder({ program, args, cwd }: StageCommand): string | undefined {
  if (program !== 'cargo' || args.includes('install')) return undefined;
  const root = resolvePath(cwd, optionValue(args, ['--target-dir']) ?? 'target');
  const triple = optionValue(args, ['--target']);
  const profile =
    optionValue(args, ['--profile']) ??
    (args.includes('--release') || args.includes('-r') ? 'release' : 'debug');
  return root === undefined
    ? undefined
    : [root, ...(triple === undefined ? [] : [triple]), profile].join('/');
}

function installFolder(commands: readonly StageCommand[]): string {
  for (const { args, cwd } of commands) {
    const root = resolvePath(cwd, optionValue(args, ['--root']));
    if (root !== undefined) return `${root}/bin`;
  }
  return '/usr/local/cargo/bin';
}
