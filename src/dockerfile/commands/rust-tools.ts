// cargo and rustup (doc.rust-lang.org/cargo, rustup's book).
import { type CommandReader, parseCall } from './command-call.ts';
import { isPathOrUrl, type PackageSyntax, sortOperands } from './named-packages.ts';
import { findOption, optionValues } from './options.ts';

const NAMES: PackageSyntax = {
  pattern: /^([\w@][\w./@+-]*?)(?:[:@=](.*))?$/,
  isFile: (operand) => isPathOrUrl(operand),
};

const CARGO = [
  'target',
  'target-dir',
  'manifest-path',
  'features',
  'package',
  'bin',
  'example',
  'profile',
  'jobs',
  'version',
  'vers',
  'git',
  'branch',
  'tag',
  'rev',
  'path',
  'root',
  'registry',
  'index',
  'config',
  'color',
  'message-format',
];

/** cargo; `+nightly` before its word chooses a toolchain. */
export const readCargo: CommandReader = (call) => {
  const parsed = parseCall(call, { letters: 'pjFZC', names: CARGO });
  const [verb, ...operands] = parsed.operands.filter(({ value }) => value?.startsWith('+') !== true);
  const compile = { kind: 'compile', tool: 'cargo', language: 'rust' } as const;
  const manager = 'cargo';
  switch (verb?.value) {
    case 'build':
    case 'b':
    case 'rustc':
    case 'test':
    case 't':
    case 'check':
    case 'chef':
    case 'bench':
    case 'run':
      return [compile];
    case 'install': {
      const { packages, files, isComplete } = sortOperands(operands, NAMES);
      const into = findOption(parsed, 'root')?.value;
      const sources = [...files, ...optionValues(parsed, 'path', 'git')];
      return [
        compile,
        {
          kind: 'install',
          manager,
          packages,
          files: sources,
          isComplete: isComplete && !call.isOpen,
          lists: [],
          verb,
          ...(into === undefined ? {} : { into }),
        },
      ];
    }
    case 'fetch':
    case 'vendor':
      return [{ kind: 'install', manager, packages: [], files: [], isComplete: false, lists: [], verb }];
    default:
      return [];
  }
};

/** rustup. */
export const readRustup: CommandReader = (call) => {
  const parsed = parseCall(call, { letters: 'tcp', names: ['toolchain', 'target', 'component', 'profile'] });
  const [first, second, ...rest] = parsed.operands;
  const isGroup = /^(?:toolchain|target|component)$/.test(first?.value ?? '');
  const [verb, operands] = isGroup ? [second, rest] : [first, second === undefined ? [] : [second, ...rest]];
  if (!/^(?:install|add|update|default)$/.test(verb?.value ?? '')) return [];
  const sorted = sortOperands(operands, NAMES);
  return [
    {
      kind: 'install',
      manager: 'rustup',
      ...sorted,
      isComplete: sorted.isComplete && !call.isOpen,
      lists: [],
      ...(verb === undefined ? {} : { verb }),
    },
  ];
};
