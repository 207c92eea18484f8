// pip, pipx and python (pip's own help of version 24).
import type { ShellWord } from '../shell/shell-script.ts';
import { type CommandCall, type CommandReader, callOf, type EffectBody, parseCall } from './command-call.ts';
import type { ManagerId } from './effect.ts';
import { isPathOrUrl, type PackageSyntax, sortOperands } from './named-packages.ts';
import {
  findOption,
  hasOption,
  type OptionTable,
  optionValues,
  type ParsedOptions,
  parseOptions,
} from './options.ts';

const TABLE: OptionTable = {
  letters: 'rcetifbdwpC',
  names: [
    'requirement',
    'constraint',
    'editable',
    'target',
    'index-url',
    'default-index',
    'extra-index-url',
    'index',
    'find-links',
    'prefix',
    'root',
    'src',
    'build',
    'upgrade-strategy',
    'global-option',
    'install-option',
    'build-option',
    'config-settings',
    'no-binary',
    'only-binary',
    'platform',
    'python-version',
    'implementation',
    'abi',
    'progress-bar',
    'cache-dir',
    'proxy',
    'retries',
    'timeout',
    'default-timeout',
    'trusted-host',
    'cert',
    'client-cert',
    'exists-action',
    'log',
    'use-feature',
    'use-deprecated',
    'python',
    'report',
    'root-user-action',
    'dest',
    'wheel-dir',
    'keyring-provider',
    'extra',
    'group',
    'link-mode',
    'index-strategy',
    'resolution',
    'prerelease',
  ],
};

/** Requirement specifiers of Python (PEP 508). */
export const PYTHON_PACKAGES: PackageSyntax = {
  pattern:
    /^([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?:\[[^\]]*\])?\s*(?:(?:===?|~=|!=|<=?|>=?)\s*(.*)|[@;].*)?$/s,
  isFile: (operand) =>
    isPathOrUrl(operand) ||
    /^(?:git|hg|svn|bzr)\+/.test(operand) ||
    /\.(?:whl|zip|tar\.(?:gz|bz2|xz)|tgz)(?:\[.*\])?$/.test(operand),
};

/** pip, whatever its version. */
export const readPip: CommandReader = (call) => readPipOf(call, 'pip');

/** What `pip` and `uv pip` do. */
export function readPipOf(call: CommandCall, manager: ManagerId): readonly EffectBody[] {
  const parsed = parseCall(call, TABLE);
  const [verb, ...operands] = parsed.operands;
  switch (verb?.value) {
    case 'install':
    case 'sync':
    case 'download':
    case 'wheel':
      return [pipInstall(call, manager, parsed, verb, operands)];
    case 'uninstall': {
      const { packages, isComplete } = sortOperands(operands, PYTHON_PACKAGES);
      return [
        { kind: 'uninstall', manager, packages, isComplete: isComplete && !call.isOpen, autoremove: false },
      ];
    }
    case 'cache':
      return operands[0]?.value === 'purge' || operands[0]?.value === 'remove'
        ? [{ kind: 'clean-cache', manager, isWhole: operands[0].value === 'purge' }]
        : [];
    default:
      return [];
  }
}

function pipInstall(
  call: CommandCall,
  manager: ManagerId,
  parsed: ParsedOptions,
  verb: ShellWord,
  operands: readonly ShellWord[],
): EffectBody {
  const { packages, files, isComplete } = sortOperands(operands, PYTHON_PACKAGES);
  const isSync = verb.value === 'sync';
  const lists = [
    ...optionValues(parsed, 'r', 'requirement'),
    ...(isSync ? operands.flatMap(({ value }) => value ?? []) : []),
  ];
  const editable = optionValues(parsed, 'e', 'editable');
  const into = findOption(parsed, 't', 'target')?.value;
  const isListed = isSync || hasOption(parsed, 'r', 'requirement', 'e', 'editable', 'group');
  return {
    kind: 'install',
    manager,
    packages: isSync ? [] : packages,
    files: isSync ? editable : [...files, ...editable],
    lists,
    isComplete: isComplete && !call.isOpen && !isListed,
    verb,
    ...cacheOf(parsed),
    ...(into === undefined ? {} : { into }),
    ...(verb.value === 'download' || verb.value === 'wheel' ? { isDownloadOnly: true } : {}),
  };
}

/** pip takes any value of --no-cache-dir but those for no. */
export function cacheOf(parsed: ParsedOptions): { keepsCache?: boolean } {
  const option = findOption(parsed, 'no-cache-dir', 'no-cache');
  if (option === undefined) return {};
  return { keepsCache: option.value !== undefined && /^(?:0|false|no|off|n|f)$/i.test(option.value) };
}

/** pipx. */
export const readPipx: CommandReader = (call) => {
  const parsed = parseCall(call, {
    letters: 'i',
    names: ['python', 'index-url', 'pip-args', 'suffix', 'spec', 'backend'],
  });
  const [verb, ...operands] = parsed.operands;
  if (verb?.value !== 'install' && verb?.value !== 'inject') return [];
  const { packages, files, isComplete } = sortOperands(operands, PYTHON_PACKAGES);
  return [
    {
      kind: 'install',
      manager: 'pipx',
      packages,
      files,
      lists: [],
      isComplete: isComplete && !call.isOpen,
      verb,
    },
  ];
};

/** python: modules that it runs, and setup.py. */
export function readPython(call: CommandCall, readModule: CommandReader): readonly EffectBody[] {
  const { options, operands } = parseOptions(call.argv.slice(1), { letters: 'mcWX', stopsAtOperand: true });
  const module = options.find(({ name }) => name === 'm');
  if (module?.value !== undefined) {
    const at = call.argv.indexOf(module.valueWord ?? module.word);
    return readModule(callOf(call, call.argv.slice(at), module.value));
  }
  const [file, verb] = operands;
  if (file?.value?.endsWith('get-pip.py'))
    return [
      {
        kind: 'install',
        manager: 'pip',
        packages: [],
        files: [file.value],
        lists: [],
        isComplete: false,
        ...cacheOf(parseOptions(operands)),
      },
    ];
  if (file?.value?.endsWith('setup.py') !== true) return [];
  const compile = { kind: 'compile', tool: 'setup.py', language: 'python' } as const;
  if (verb?.value !== 'install' && verb?.value !== 'develop')
    return /^(?:build|bdist)/.test(verb?.value ?? '') ? [compile] : [];
  return [
    compile,
    {
      kind: 'install',
      manager: 'pip',
      packages: [],
      files: ['.'],
      lists: [],
      isComplete: false,
      keepsCache: false,
    },
  ];
}
