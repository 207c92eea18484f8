// The go command: modules that it fetches, programs that it builds (go help).
import { type CommandReader, parseCall } from './command-call.ts';
import { type PackageSyntax, type SortedOperands, sortOperands } from './named-packages.ts';
import { hasOption } from './options.ts';

const MODULES: PackageSyntax = {
  pattern: /^([\w][\w./~-]*?)(?:@(.*))?$/,
  isFile: (operand) => /^\.{1,2}(?:\/|$)/.test(operand),
};

/** Packages of Go itself, which are there: nothing else has a path that begins without a dot. */
function isStandard({ packages, files, isComplete }: SortedOperands): boolean {
  return (
    isComplete &&
    files.length === 0 &&
    packages.length > 0 &&
    packages.every(({ name }) => !name.split('/', 1)[0]!.includes('.'))
  );
}

/** go. */
export const readGo: CommandReader = (call) => {
  const parsed = parseCall(call, {
    hasSingleDashNames: true,
    letters: 'opC',
    names: [
      'asmflags',
      'gcflags',
      'ldflags',
      'tags',
      'mod',
      'modfile',
      'buildmode',
      'compiler',
      'installsuffix',
      'pkgdir',
      'toolexec',
      'gccgoflags',
      'overlay',
      'pgo',
    ],
  });
  const [verb, ...operands] = parsed.operands;
  const sorted = sortOperands(operands, MODULES);
  const install = {
    kind: 'install',
    manager: 'go',
    ...sorted,
    isComplete: sorted.isComplete && !call.isOpen,
    lists: [],
  } as const;
  const compile = { kind: 'compile', tool: 'go', language: 'go' } as const;
  switch (verb?.value) {
    case 'build':
    case 'test':
    case 'generate':
    case 'vet':
      return [compile];
    case 'install':
      return isStandard(sorted) ? [compile] : [{ ...install, verb }, compile];
    case 'get':
      return [{ ...install, verb }, ...(hasOption(parsed, 'd') ? [] : [compile])];
    case 'mod':
    case 'work':
      return /^(?:download|tidy|vendor|sync)$/.test(operands[0]?.value ?? '')
        ? [{ ...install, packages: [], files: [], isComplete: false, verb: operands[0]! }]
        : [];
    case 'clean':
      return hasOption(parsed, 'modcache', 'cache')
        ? [
            {
              kind: 'clean-cache',
              manager: 'go',
              isWhole: hasOption(parsed, 'modcache') && hasOption(parsed, 'cache'),
            },
          ]
        : [];
    default:
      return [];
  }
};
