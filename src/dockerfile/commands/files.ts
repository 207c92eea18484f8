// Programs that make, move and take away files (coreutils, find(1), sed(1)).
import type { ShellWord } from '../shell/shell-script.ts';
import {
  type CommandCall,
  type CommandReader,
  type EffectBody,
  parseCall,
  resolveWords,
} from './command-call.ts';
import { findOption, hasOption, type ParsedOptions } from './options.ts';

/** rm, unlink, rmdir, shred -u. */
export const readRemove: CommandReader = (call) => {
  const parsed = parseCall(call, { letters: 'n' });
  if (call.program === 'shred' && !hasOption(parsed, 'u', 'remove')) return [];
  if (parsed.operands.length === 0 && !call.isOpen) return [];
  return [
    {
      kind: 'remove',
      ...resolveWords(parsed.operands, call),
      recursive: hasOption(parsed, 'r', 'R', 'recursive'),
    },
  ];
};

/** find: what it deletes. Its tests narrow that: `DIR/**` with a name, `DIR/*` where it takes all. */
export const readFind: CommandReader = (call) => {
  const words = call.argv.slice(1);
  const first = words.findIndex(({ value, prefix }) => /^[-(!]/.test(value ?? prefix));
  const roots = first === -1 ? words : words.slice(0, first);
  const tests = first === -1 ? [] : words.slice(first);
  const values = tests.map(({ value }) => value ?? '?');
  const exec = values.findIndex((value) => /^-(?:exec|execdir|ok)$/.test(value));
  const program = exec === -1 ? '' : (values[exec + 1]?.split('/').at(-1) ?? '');
  const isRemoving = values.includes('-delete') || program === 'rm' || program === 'rmdir';
  if (!isRemoving) return [];
  const { paths, isComplete } = resolveWords(roots, call);
  const patterns = patternsOf(exec === -1 ? values : values.slice(0, exec));
  const isRecursive = exec !== -1 && values.slice(exec).some((value) => /^-\w*[rR]/.test(value));
  return [
    {
      kind: 'remove',
      paths: paths.flatMap((path) => patterns.map((pattern) => `${path === '/' ? '' : path}/${pattern}`)),
      isComplete: isComplete && !values.includes('?'),
      recursive: isRecursive || values.includes('-delete'),
    },
  ];
};

/** Tests that take nothing away from what there is. */
const WIDE: ReadonlySet<string> = new Set([
  '-type',
  '-mindepth',
  '-maxdepth',
  '-depth',
  '-xdev',
  '-mount',
  '-delete',
  '-print',
  '-follow',
  '-L',
  '-prune',
]);

function patternsOf(values: readonly string[]): readonly string[] {
  const names = values.flatMap((value, i) =>
    /^-i?(?:name|path|wholename)$/.test(value) ? [values[i + 1] ?? '*'] : [],
  );
  if (names.length > 0) return names.map((name) => `**/${name.replace(/^\*?\//, '')}`);
  return values.some((value) => /^-[a-z]/i.test(value) && !WIDE.has(value)) ? ['**/?'] : ['*'];
}

/** mv, cp, ln, install, rsync. */
export const readMove: CommandReader = (call) => {
  const isInstall = call.program === 'install';
  const parsed = parseCall(call, {
    letters: isInstall ? 'gmotS' : 'tSe',
    names: ['target-directory', 'suffix', 'mode', 'owner', 'group', 'exclude', 'rsh'],
  });
  if (isInstall && hasOption(parsed, 'd', 'directory'))
    return [{ kind: 'make-folder', ...resolveWords(parsed.operands, call) }];
  const kind = call.program === 'mv' ? 'move' : call.program === 'ln' ? 'link' : 'copy';
  return moved(kind, call, parsed);
};

function moved(
  kind: 'move' | 'copy' | 'link',
  call: CommandCall,
  parsed: ParsedOptions,
): readonly EffectBody[] {
  const target = findOption(parsed, 't', 'target-directory')?.valueWord;
  const from = target === undefined ? parsed.operands.slice(0, -1) : parsed.operands;
  const to = target ?? parsed.operands.at(-1);
  if (from.length === 0 || to === undefined) return [];
  const sources = resolveWords(from, call);
  const [path] = resolveWords([to], call).paths;
  return [
    {
      kind,
      from: sources.paths,
      isComplete: sources.isComplete && path !== undefined,
      ...(path === undefined ? {} : { to: path }),
    },
  ];
}

/** mkdir, touch, tee, truncate, mktemp. */
export const readMake: CommandReader = (call) => {
  const parsed = parseCall(call, {
    letters: call.program === 'mkdir' ? 'mZ' : 'dtrs',
    names: ['mode', 'date', 'reference', 'size'],
  });
  const kind = call.program === 'mkdir' ? 'make-folder' : call.program === 'touch' ? 'touch' : 'write';
  return parsed.operands.length === 0 ? [] : [{ kind, ...resolveWords(parsed.operands, call) }];
};

/** sed and perl, which write files in their place with -i. */
export const readEditor: CommandReader = (call) => {
  const parsed = parseCall(call, { letters: 'efl', names: ['expression', 'file', 'line-length'] });
  if (!hasOption(parsed, 'i', 'in-place')) return [];
  const hasScript = hasOption(parsed, 'e', 'expression', 'f', 'file');
  const files = hasScript ? parsed.operands : parsed.operands.slice(1);
  return files.length === 0 ? [] : [{ kind: 'write', ...resolveWords(files, call) }];
};

/** chown, chgrp. */
export const readOwner: CommandReader = (call) => {
  const parsed = parseCall(call, { names: ['from', 'reference'] });
  return changed('change-owner', call, parsed, parsed.operands);
};

/** chmod, whose mode may look like an option (`-x`). */
export const readMode: CommandReader = (call) => {
  const isMode = ({ value }: ShellWord): boolean => /^-[rwxXst]+$/.test(value ?? '');
  const mode = call.argv.slice(1).find(isMode);
  const parsed = parseCall(
    { ...call, argv: call.argv.filter((word) => word !== mode) },
    { names: ['reference'] },
  );
  return changed(
    'change-mode',
    call,
    parsed,
    mode === undefined ? parsed.operands : [mode, ...parsed.operands],
  );
};

function changed(
  kind: 'change-owner' | 'change-mode',
  call: CommandCall,
  parsed: ParsedOptions,
  operands: readonly ShellWord[],
): readonly EffectBody[] {
  const hasReference = hasOption(parsed, 'reference');
  const spec = hasReference ? undefined : operands[0]?.value;
  const files = hasReference ? operands : operands.slice(1);
  if (files.length === 0 && !call.isOpen) return [];
  const recursive = hasOption(parsed, 'R', 'recursive');
  return [{ kind, ...resolveWords(files, call), recursive, ...(spec === undefined ? {} : { spec }) }];
}
