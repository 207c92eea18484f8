// apk of Alpine (apk(8)).
import { type CommandReader, parseCall } from './command-call.ts';
import { isPathOrUrl, type PackageSyntax, sortOperands } from './named-packages.ts';
import { findOption, hasOption, type OptionTable } from './options.ts';

const TABLE: OptionTable = {
  letters: 'pXtm',
  names: [
    'root',
    'repository',
    'virtual',
    // getopt takes any beginning that is clear.
    'virt',
    'repositories-file',
    'keys-dir',
    'cache-dir',
    'cache-max-age',
    'arch',
    'wait',
    'timeout',
    'progress-fd',
    'print-arch',
  ],
};
const SYNTAX: PackageSyntax = {
  pattern: /^!?([a-zA-Z0-9.][a-zA-Z0-9+._:-]*)(?:[=<>~]+(.*)|@.*)?$/,
  isFile: (operand) => isPathOrUrl(operand) || operand.endsWith('.apk'),
};

/** apk. */
export const readApk: CommandReader = (call) => {
  const parsed = parseCall(call, TABLE);
  const [verb, ...operands] = parsed.operands;
  const manager = 'apk';
  const sorted = sortOperands(operands, SYNTAX);
  const { packages, files } = sorted;
  const isComplete = sorted.isComplete && !call.isOpen;
  const keepsCache = hasOption(parsed, 'no-cache', 'no-network') ? { keepsCache: false } : {};
  switch (verb?.value) {
    case 'update':
      return [{ kind: 'update-index', manager }];
    case 'upgrade':
      return operands.length > 0
        ? []
        : [
            {
              kind: 'upgrade',
              manager,
              extent: hasOption(parsed, 'a', 'available') ? 'distribution' : 'all',
            },
          ];
    case 'add': {
      const virtual = findOption(parsed, 't', 'virtual', 'virt')?.value;
      const virtualName = virtual === undefined ? {} : { virtualName: virtual };
      const root = findOption(parsed, 'p', 'root')?.value;
      const into = root === undefined ? {} : { into: root };
      return [
        {
          kind: 'install',
          manager,
          packages,
          files,
          lists: [],
          isComplete,
          verb,
          ...keepsCache,
          ...virtualName,
          ...into,
        },
      ];
    }
    case 'del':
      return [{ kind: 'uninstall', manager, packages, isComplete, autoremove: true }];
    case 'cache':
      return operands[0]?.value === 'clean' || operands[0]?.value === 'purge'
        ? [{ kind: 'clean-cache', manager, isWhole: operands[0].value === 'purge' }]
        : [];
    default:
      return [];
  }
};
