// What every structure must show: files in which it finds exactly what is marked, and files that look alike and hold nothing.
import { describe, expect, test } from 'vitest';
import type { SecretStructure, StructureMatch } from '../../../src/secrets/structures/secret-structure.ts';

/** A file; secrets stand between `«` and `»` in its text. Of other kinds than the structure's first, `kinds` names each in order. */
export interface StructureExample {
  readonly path: string;
  readonly text: string;
  readonly kinds?: readonly string[];
}

const OPEN = '«';
const CLOSE = '»';

/** Declares the tests of a list of structures: each has an example with a secret and one without, and every kind is found. */
export function testStructures(
  structures: readonly SecretStructure[],
  examples: Readonly<Record<string, readonly StructureExample[]>>,
): void {
  test('each structure has examples, and no example is without its structure', () => {
    expect(Object.keys(examples).sort()).toEqual(structures.map(({ id }) => id).sort());
  });
  describe.each(structures.map((structure) => [structure.id, structure] as const))('%s', (id, structure) => {
    const own = examples[id] ?? [];
    test('is shown with and without a secret, and in all its kinds', () => {
      const shown = own.flatMap((example) =>
        readMarks(structure, example).matches.map(({ ruleId }) => ruleId),
      );
      expect([...new Set(shown)].sort()).toEqual(structure.kinds.map((kind) => kind.id).sort());
      expect(own.some(({ text }) => !text.includes(OPEN))).toBe(true);
    });
    test.each(own.map((example) => [example.path, example] as const))('%s', (path, example) => {
      const { content, matches } = readMarks(structure, example);
      expect(isTold(structure, path)).toBe(true);
      expect(structure.find(content, path).map((match) => describeMatch(content, match))).toEqual(
        matches.map((match) => describeMatch(content, match)),
      );
    });
  });
}

/** Whether a file is looked at: the name or ending is listed, and the rest of the decision agrees. */
export function isTold(structure: SecretStructure, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  const isListed =
    structure.names.includes(name) || (dot >= 0 && structure.endings.includes(name.slice(dot)));
  return isListed && structure.matches(path);
}

function describeMatch(content: Buffer, { ruleId, offsetBytes, lengthBytes }: StructureMatch): string {
  return `${ruleId} at ${offsetBytes}: ${content.toString('utf8', offsetBytes, offsetBytes + lengthBytes)}`;
}

function readMarks(
  structure: SecretStructure,
  { text, kinds }: StructureExample,
): { content: Buffer; matches: StructureMatch[] } {
  const matches: StructureMatch[] = [];
  let plain = '';
  for (const [i, part] of text.split(OPEN).entries()) {
    const [inside, outside] = i === 0 ? ['', part] : (part.split(CLOSE) as [string, string]);
    if (i > 0)
      matches.push({
        ruleId: kinds?.[i - 1] ?? structure.kinds[0]!.id,
        offsetBytes: Buffer.byteLength(plain),
        lengthBytes: Buffer.byteLength(inside),
      });
    plain += inside + outside;
  }
  return { content: Buffer.from(plain), matches };
}
