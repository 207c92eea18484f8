// uv, poetry, pipenv, conda and mamba: managers of Python projects and environments.
import { type CommandReader, callOf, parseCall } from './command-call.ts';
import { sortOperands } from './named-packages.ts';
import { findOption, hasOption, optionValues, type ParsedOptions } from './options.ts';
import { cacheOf, PYTHON_PACKAGES, readPipOf } from './pip.ts';

const UV_NAMES = [
  'directory',
  'project',
  'cache-dir',
  'python',
  'index-url',
  'extra-index-url',
  'default-index',
  'index',
  'group',
  'only-group',
  'no-group',
  'extra',
  'no-extra',
  'link-mode',
  'package',
  'no-install-package',
  'with',
  'color',
  'config-file',
  'env-file',
  'find-links',
];

/** uv. */
export const readUv: CommandReader = (call) => {
  const parsed = parseCall(call, { letters: 'pif', names: UV_NAMES });
  const [verb, ...operands] = parsed.operands;
  const manager = 'uv';
  const base = { kind: 'install', manager, lists: [], ...cacheOf(withCacheLetter(parsed)) } as const;
  switch (verb?.value) {
    case 'pip':
      return readPipOf(callOf(call, call.argv.slice(call.argv.indexOf(verb)), 'pip'), manager);
    case 'sync': {
      const isProduction =
        hasOption(parsed, 'no-dev', 'no-default-groups') || findOption(parsed, 'no-group')?.value === 'dev';
      return [{ ...base, packages: [], files: [], isComplete: false, verb, isProduction }];
    }
    case 'add':
      return [{ ...base, ...sortOperands(operands, PYTHON_PACKAGES), isComplete: false, verb }];
    case 'tool': {
      const [inner, ...names] = operands;
      if (inner?.value !== 'install') return [];
      const sorted = sortOperands(names, PYTHON_PACKAGES);
      return [
        { ...base, ...sorted, isComplete: sorted.isComplete && !call.isOpen, verb: inner, isGlobal: true },
      ];
    }
    case 'python':
      return operands[0]?.value === 'install'
        ? [{ ...base, packages: [], files: [], isComplete: false, verb: operands[0] }]
        : [];
    case 'cache':
      return operands[0]?.value === 'clean' || operands[0]?.value === 'prune'
        ? [{ kind: 'clean-cache', manager, isWhole: operands[0].value === 'clean' && operands.length === 1 }]
        : [];
    default:
      return [];
  }
};

function withCacheLetter(parsed: ParsedOptions): ParsedOptions {
  return {
    ...parsed,
    options: parsed.options.map((option) => (option.name === 'n' ? { ...option, name: 'no-cache' } : option)),
  };
}

/** poetry. */
export const readPoetry: CommandReader = (call) => {
  const parsed = parseCall(call, {
    letters: 'CEPG',
    names: ['directory', 'project', 'extras', 'with', 'without', 'only', 'group', 'source', 'python'],
  });
  const [verb, ...operands] = parsed.operands;
  const manager = 'poetry';
  const keepsCache = hasOption(parsed, 'no-cache') ? { keepsCache: false } : {};
  switch (verb?.value) {
    case 'install':
    case 'sync':
    case 'update': {
      const groups = optionValues(parsed, 'without').flatMap((value) => value.split(','));
      const isProduction =
        hasOption(parsed, 'no-dev') ||
        groups.includes('dev') ||
        optionValues(parsed, 'only').some((value) => !/\b(?:dev|test)\b/.test(value));
      return [
        {
          kind: 'install',
          manager,
          packages: [],
          files: [],
          lists: [],
          isComplete: false,
          verb,
          isProduction,
          ...keepsCache,
        },
      ];
    }
    case 'add': {
      const sorted = sortOperands(operands, PYTHON_PACKAGES);
      return [{ kind: 'install', manager, ...sorted, isComplete: false, lists: [], verb, ...keepsCache }];
    }
    case 'cache':
      return operands[0]?.value === 'clear'
        ? [{ kind: 'clean-cache', manager, isWhole: hasOption(parsed, 'all') }]
        : [];
    default:
      return [];
  }
};

/** pipenv. */
export const readPipenv: CommandReader = (call) => {
  const parsed = parseCall(call, {
    letters: 'ireP',
    names: ['python', 'index', 'requirements', 'editable', 'extra-pip-args', 'pypi-mirror', 'categories'],
  });
  const [verb, ...operands] = parsed.operands;
  if (verb?.value === '--clear') return [{ kind: 'clean-cache', manager: 'pipenv', isWhole: true }];
  if (verb?.value !== 'install' && verb?.value !== 'sync' && verb?.value !== 'update') return [];
  const { packages, files } = sortOperands(operands, PYTHON_PACKAGES);
  const isProduction = !hasOption(parsed, 'd', 'dev');
  return [
    {
      kind: 'install',
      manager: 'pipenv',
      packages,
      files,
      lists: optionValues(parsed, 'r', 'requirements'),
      isComplete: false,
      verb,
      isProduction,
    },
  ];
};

const CONDA = {
  letters: 'npcf',
  names: [
    'name',
    'prefix',
    'channel',
    'file',
    'clone',
    'solver',
    'experimental-solver',
    'repodata-fn',
    'revision',
    'root-prefix',
    'platform',
    'subdir',
  ],
};
/** name=version=build, channel::name. */
const CONDA_PACKAGES = {
  pattern: /^(?:[\w./-]+::)?([A-Za-z0-9_][\w.-]*)(?:\[.*\])?\s*(?:[=<>!~]+(.*))?$/,
  isFile: PYTHON_PACKAGES.isFile,
};

/** conda, mamba, micromamba. */
export const readConda: CommandReader = (call) => {
  const parsed = parseCall(call, CONDA);
  const isEnvironment = parsed.operands[0]?.value === 'env';
  const [verb, ...operands] = isEnvironment ? parsed.operands.slice(1) : parsed.operands;
  const manager = 'conda';
  const sorted = sortOperands(operands, CONDA_PACKAGES);
  const lists = optionValues(parsed, 'f', 'file');
  switch (verb?.value) {
    case 'install':
    case 'create':
    case 'update':
    case 'upgrade': {
      const isComplete = sorted.isComplete && !call.isOpen && lists.length === 0 && !isEnvironment;
      return [{ kind: 'install', manager, ...sorted, isComplete, lists, verb }];
    }
    case 'clean': {
      const isWhole =
        hasOption(parsed, 'a', 'all') ||
        (hasOption(parsed, 't', 'tarballs') && hasOption(parsed, 'p', 'packages'));
      return [{ kind: 'clean-cache', manager, isWhole }];
    }
    case 'remove':
    case 'uninstall':
      return [
        {
          kind: 'uninstall',
          manager,
          packages: sorted.packages,
          isComplete: sorted.isComplete,
          autoremove: false,
        },
      ];
    default:
      return [];
  }
};
