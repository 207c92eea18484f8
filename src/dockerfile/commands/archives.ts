// tar, unzip, gunzip and their like (tar(1), unzip(1), gzip(1)).
import {
  type CommandCall,
  type CommandReader,
  type EffectBody,
  parseCall,
  resolvePath,
} from './command-call.ts';
import { findOption, hasOption, type OptionTable, type ParsedOptions, parseOptions } from './options.ts';

const TAR: OptionTable = {
  letters: 'fCbFgIKLNTVXH',
  names: [
    'file',
    'directory',
    'blocking-factor',
    'listed-incremental',
    'use-compress-program',
    'files-from',
    'exclude',
    'exclude-from',
    'strip-components',
    'strip',
    'owner',
    'group',
    'mode',
    'transform',
    'xform',
  ],
};

/** tar, bsdtar. */
export const readTar: CommandReader = (call) => {
  const parsed = parseTar(call);
  if (!hasOption(parsed, 'x', 'extract', 'get')) return [];
  const file = findOption(parsed, 'f', 'file');
  const isFromPipe = file === undefined || file.value === '-' || file.value === '/dev/stdin';
  const directory = findOption(parsed, 'C', 'directory');
  const into = directory === undefined ? '.' : directory.value;
  return [extract(call, isFromPipe ? undefined : file.value, into, isFromPipe)];
};

/** The first word may be a bundle without a dash, whose values follow it in their order. */
function parseTar(call: CommandCall): ParsedOptions {
  const [program, first, ...rest] = call.argv;
  const bundle = first?.value;
  if (program === undefined || first === undefined || bundle === undefined || !/^[a-zA-Z]+$/.test(bundle))
    return parseCall(call, TAR);
  const options: ParsedOptions['options'][number][] = [];
  let at = 0;
  for (const letter of bundle) {
    const valueWord = TAR.letters!.includes(letter) ? rest[at++] : undefined;
    options.push({
      name: letter,
      value: valueWord?.value,
      word: first,
      ...(valueWord === undefined ? {} : { valueWord }),
    });
  }
  const others = parseOptions(rest.slice(at), TAR);
  return { options: [...options, ...others.options], operands: others.operands };
}

function extract(
  { cwd }: CommandCall,
  archive: string | undefined,
  into: string | undefined,
  isFromPipe: boolean,
  isReplaced = false,
): EffectBody {
  const path = archive === undefined ? undefined : resolvePath(archive, cwd);
  const folder = into === undefined ? undefined : resolvePath(into, cwd);
  return {
    kind: 'extract',
    isFromPipe,
    ...(path === undefined ? {} : { archive: path }),
    ...(folder === undefined ? {} : { into: folder }),
    ...(isReplaced ? { isReplaced } : {}),
  };
}

/** unzip. */
export const readUnzip: CommandReader = (call) => {
  const parsed = parseCall(call, { letters: 'dPx' });
  if (hasOption(parsed, 'l', 't', 'p', 'Z', 'v') || parsed.operands.length === 0) return [];
  const directory = findOption(parsed, 'd');
  return [extract(call, parsed.operands[0]!.value, directory === undefined ? '.' : directory.value, false)];
};

const UNPACKERS: ReadonlySet<string> = new Set([
  'gunzip',
  'bunzip2',
  'unxz',
  'unlzma',
  'unzstd',
  'uncompress',
]);

/** gunzip, gzip -d, xz -d and the like: they take the archive away unless they are told to keep it. */
export const readUnpacker: CommandReader = (call) => {
  const parsed = parseCall(call, { letters: 'ST', names: ['suffix', 'threads'] });
  if (!UNPACKERS.has(call.program) && !hasOption(parsed, 'd', 'decompress', 'uncompress')) return [];
  const isZstd = /zstd$/.test(call.program);
  const isKept =
    hasOption(parsed, 'k', 'keep', 'c', 'stdout', 'to-stdout') || (isZstd && !hasOption(parsed, 'rm'));
  if (parsed.operands.length === 0) return [extract(call, undefined, undefined, true)];
  return parsed.operands.map(({ value }) => extract(call, value, undefined, false, !isKept));
};

/** 7z, unrar, ar, jar, cpio. */
export const readOtherArchive: CommandReader = (call) => {
  const { argv, program } = call;
  if (program === 'cpio')
    return hasOption(parseCall(call, { letters: 'FED' }), 'i', 'extract')
      ? [extract(call, undefined, '.', true)]
      : [];
  const verb = argv[1]?.value ?? '';
  if (!/^-?[xe]/.test(verb)) return [];
  const archive = argv.slice(2).find(({ value }) => value?.startsWith('-') !== true);
  const target = argv.find(({ value }) => /^-o./.test(value ?? ''))?.value?.slice(2);
  return [extract(call, archive?.value, target ?? '.', false)];
};
