// `RUN --mount=`: its fields, after instructions/commands_runmount.go of BuildKit.
import { PlimsollError } from '../../errors.ts';
import { quoteShort } from '../parsing/split-words.ts';

/** What a mount mounts. */
export type MountType = 'bind' | 'cache' | 'tmpfs' | 'secret' | 'ssh';

/** One mount, with its values expanded. */
export interface RunMount {
  readonly type: MountType;
  /** The stage, image or named context; undefined is the build context (of a bind mount). */
  readonly from?: string;
  /** Empty where none is written. */
  readonly source: string;
  readonly target: string;
  readonly id?: string;
  readonly isRequired: boolean;
}

const TYPES: ReadonlySet<string> = new Set(['bind', 'cache', 'tmpfs', 'secret', 'ssh']);
const SHARINGS: ReadonlySet<string> = new Set(['shared', 'private', 'locked']);
const KEYS: Readonly<Record<string, string>> = {
  src: 'source',
  dst: 'target',
  destination: 'target',
  ro: 'readonly',
  rw: 'readwrite',
};
const BOOLEAN = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;
const SIZE = /^\d+(?:\.\d+)? ?(?:[kmgtp]i?)?b?$/i;
const PLAIN_TEXT: ReadonlySet<string> = new Set(['from', 'source', 'target', 'id', 'env']);

/** What is checked of a mount before its values are known; throws DOCKERFILE_INVALID. */
export function checkMount(text: string, line: number): void {
  for (const field of splitFields(text, line)) {
    const [key, value] = cut(field);
    if (key !== 'from' || value === undefined) continue;
    const dollar = value.indexOf('$');
    if (dollar !== -1 && dollar !== value.length - 1)
      throw refuse(
        line,
        'from of a mount takes no variables',
        'Name a stage with FROM ... AS and use its name.',
      );
  }
}

/** The stage or image that a mount names, before its values are known. */
export function fromOfMount(text: string, line: number): string | undefined {
  const froms = splitFields(text, line)
    .map(cut)
    .filter(([key, value]) => key === 'from' && value !== undefined);
  const from = froms.at(-1)?.[1];
  return from === '' ? undefined : from;
}

/** Reads a mount, its values expanded by `expand`; throws DOCKERFILE_INVALID. */
export function readMount(text: string, expand: (word: string) => string, line: number): RunMount {
  const values = new Map<string, string>();
  let type = 'bind';
  for (const field of splitFields(text, line)) {
    const [written, raw] = cut(field);
    const key = KEYS[written] ?? written;
    if (raw === undefined && !/^(?:readonly|readwrite|required)$/.test(key))
      throw refuse(line, `a mount has no value in ${quoteShort(field)}`);
    const value = raw === undefined ? 'true' : expand(raw);
    checkField(key, value, type, line);
    if (key === 'type') type = value.toLowerCase();
    values.set(key, value);
  }
  checkTogether(values, type, line);
  const [from = '', id] = [values.get('from'), values.get('id')];
  return {
    type: type as MountType,
    ...(from === '' ? {} : { from }),
    source: values.get('source') ?? '',
    target: values.get('target') ?? '',
    ...(id === undefined ? {} : { id }),
    isRequired: /^(?:1|t|true)$/i.test(values.get('required') ?? ''),
  };
}

function checkField(key: string, value: string, type: string, line: number): void {
  const isRight = (): boolean => {
    switch (key) {
      case 'type':
        return TYPES.has(value.toLowerCase());
      case 'readonly':
      case 'readwrite':
        return BOOLEAN.test(value);
      case 'required':
        return (type === 'secret' || type === 'ssh') && BOOLEAN.test(value);
      case 'size':
        return type === 'tmpfs' && SIZE.test(value);
      case 'sharing':
        return SHARINGS.has(value.toLowerCase());
      case 'mode':
        return /^[0-7]{1,11}$/.test(value) && Number.parseInt(value, 8) <= 0xffff_ffff;
      case 'uid':
      case 'gid':
        return /^\d+$/.test(value) && Number(value) <= 0xffff_ffff;
      default:
        return PLAIN_TEXT.has(key);
    }
  };
  if (!isRight()) throw refuse(line, `a mount cannot have ${quoteShort(`${key}=${value}`)}`);
}

function checkTogether(values: ReadonlyMap<string, string>, type: string, line: number): void {
  const has = (key: string): boolean => (values.get(key) ?? '') !== '';
  if (type === 'bind' || type === 'tmpfs')
    for (const key of ['mode', 'uid', 'gid'])
      if (values.has(key)) throw refuse(line, `a mount of type ${type} takes no ${key}`);
  if (type === 'secret') {
    if (has('from')) throw refuse(line, 'a secret mount has no from');
    if (!has('source') && !has('target') && !has('id'))
      throw refuse(line, 'a secret mount needs an id or a target');
    if (has('source') && has('id')) throw refuse(line, 'a secret mount has both a source and an id');
  }
  if (has('sharing') && type !== 'cache') throw refuse(line, `a mount of type ${type} takes no sharing`);
}

function cut(field: string): [key: string, value: string | undefined] {
  const equals = field.indexOf('=');
  if (equals === -1) return [field.toLowerCase(), undefined];
  return [field.slice(0, equals).toLowerCase(), field.slice(equals + 1)];
}

/** One line of CSV (RFC 4180, quotes strict). */
function splitFields(written: string, line: number): readonly string[] {
  const text = written.replace(/\r?\n$/, '');
  if (text === '') throw refuse(line, 'a mount is empty');
  const fields: string[] = [];
  for (let at = 0; ; ) {
    const quoted = /"((?:[^"]|"")*)"(?=,|$)/y;
    const plain = /[^",]*(?=,|$)/y;
    quoted.lastIndex = at;
    plain.lastIndex = at;
    const [whole, inner] = quoted.exec(text) ?? plain.exec(text) ?? [];
    if (whole === undefined) throw refuse(line, `the quotes of a mount are wrong: ${quoteShort(text)}`);
    fields.push(inner === undefined ? whole : inner.replaceAll('""', '"'));
    at += whole.length;
    if (at === text.length) return fields;
    at++;
    if (at === text.length) return [...fields, ''];
  }
}

function refuse(line: number, message: string, hint?: string): PlimsollError {
  return new PlimsollError('DOCKERFILE_INVALID', message, { line, ...(hint === undefined ? {} : { hint }) });
}
