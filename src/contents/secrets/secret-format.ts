// The stored form of secret facts: a JSON array, in which matches name their kind and member by number.
import { PlimsollError } from '../../errors.ts';
import type { SecretFacts } from './secret-facts.ts';

type StoredSecrets = readonly [
  ruleIds: readonly string[],
  members: readonly string[],
  matches: readonly (readonly [ruleId: number, offsetBytes: number, lengthBytes: number, member?: number])[],
  omitted: readonly (readonly [ruleId: number, count: number])[],
  unread: readonly (readonly [reason: string, bytes: number, member?: number])[],
];

/** The facts as bytes, to be stored. */
export function encodeSecrets({ matches, omitted, unread }: SecretFacts): Uint8Array {
  const ruleIds = new NumberedTexts();
  const members = new NumberedTexts();
  const memberOf = ({ member }: { readonly member?: string }): [] | [number] =>
    member === undefined ? [] : [members.number(member)];
  const stored: StoredSecrets = [
    ruleIds.texts,
    members.texts,
    matches.map((match) => [
      ruleIds.number(match.ruleId),
      match.offsetBytes,
      match.lengthBytes,
      ...memberOf(match),
    ]),
    omitted.map(({ ruleId, count }) => [ruleIds.number(ruleId), count]),
    unread.map((part) => [part.reason, part.bytes, ...memberOf(part)]),
  ];
  return Buffer.from(JSON.stringify(stored));
}

/** The facts in bytes that `encodeSecrets` made; throws INTERNAL where they are anything else. */
export function decodeSecrets(bytes: Uint8Array): SecretFacts {
  const [ruleIds, members, matches, omitted, unread] = parse(bytes);
  const memberOf = (member: number | undefined): { member?: string } =>
    member === undefined ? {} : { member: members[member]! };
  return {
    matches: matches.map(([ruleId, offsetBytes, lengthBytes, member]) => ({
      ruleId: ruleIds[ruleId]!,
      offsetBytes,
      lengthBytes,
      ...memberOf(member),
    })),
    omitted: omitted.map(([ruleId, count]) => ({ ruleId: ruleIds[ruleId]!, count })),
    unread: unread.map(([reason, size, member]) => ({ reason, bytes: size, ...memberOf(member) })),
  };
}

/** Each text once, and its number. */
class NumberedTexts {
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }
}

function parse(bytes: Uint8Array): StoredSecrets {
  try {
    const stored: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (isStored(stored)) return stored;
  } catch {
    // Told below.
  }
  throw new PlimsollError('INTERNAL', 'stored secret facts are not readable');
}

function isStored(stored: unknown): stored is StoredSecrets {
  if (!Array.isArray(stored) || stored.length !== 5 || !stored.every(Array.isArray)) return false;
  const [ruleIds, members, matches, omitted, unread] = stored as [unknown[], unknown[], ...unknown[][][]];
  const isIn = (list: unknown[], number: unknown): boolean => isCount(number) && number < list.length;
  const isMember = (number: unknown): boolean => number === undefined || isIn(members, number);
  return (
    [...ruleIds, ...members].every((text) => typeof text === 'string') &&
    [...matches!, ...omitted!, ...unread!].every(Array.isArray) &&
    matches!.every(
      ([id, offset, length, member]) =>
        isIn(ruleIds, id) && isCount(offset) && isCount(length) && isMember(member),
    ) &&
    omitted!.every(([id, count]) => isIn(ruleIds, id) && isCount(count)) &&
    unread!.every(([reason, size, member]) => typeof reason === 'string' && isCount(size) && isMember(member))
  );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
