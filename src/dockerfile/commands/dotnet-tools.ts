// dotnet and nuget (learn.microsoft.com/dotnet/core/tools).
import { type CommandReader, parseCall } from './command-call.ts';
import { isPathOrUrl, type PackageSyntax, sortOperands } from './named-packages.ts';
import { hasOption } from './options.ts';

const NAMES: PackageSyntax = {
  pattern: /^([\w@][\w./@+-]*?)(?:[:@=](.*))?$/,
  isFile: (operand) => isPathOrUrl(operand),
};

/** dotnet. */
export const readDotnet: CommandReader = (call) => {
  const parsed = parseCall(call, {
    letters: 'cfrosvp',
    names: [
      'configuration',
      'framework',
      'runtime',
      'output',
      'source',
      'verbosity',
      'version',
      'tool-path',
      'packages',
      'arch',
      'os',
    ],
  });
  const [verb, ...operands] = parsed.operands;
  const compile = { kind: 'compile', tool: 'dotnet', language: 'dotnet' } as const;
  const install = {
    kind: 'install',
    manager: 'nuget',
    packages: [],
    files: [],
    lists: [],
    isComplete: false,
  } as const;
  switch (verb?.value) {
    case 'restore':
      return [{ ...install, verb }];
    case 'build':
    case 'publish':
    case 'pack':
    case 'test':
    case 'msbuild':
      return hasOption(parsed, 'no-restore') ? [compile] : [{ ...install, verb }, compile];
    case 'tool': {
      const [inner, ...names] = operands;
      if (inner?.value !== 'install') return [];
      return [
        {
          ...install,
          ...sortOperands(names, NAMES),
          verb: inner,
          isGlobal: hasOption(parsed, 'g', 'global'),
        },
      ];
    }
    case 'nuget':
      return operands[0]?.value === 'locals' && hasOption(parsed, 'c', 'clear')
        ? [{ kind: 'clean-cache', manager: 'nuget', isWhole: operands[1]?.value === 'all' }]
        : [];
    default:
      return [];
  }
};

/** nuget. */
export const readNuget: CommandReader = ({ argv }) =>
  argv[1]?.value === 'restore' || argv[1]?.value === 'install'
    ? [
        {
          kind: 'install',
          manager: 'nuget',
          packages: [],
          files: [],
          lists: [],
          isComplete: false,
          verb: argv[1],
        },
      ]
    : [];
