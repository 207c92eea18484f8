// What must hold of an edited Dockerfile; each fault is one that a careless fix would make.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findFault, type ProvenText } from '../../../src/dockerfile/editing/prove-edit.ts';
import { applyEdits, type TextEdit } from '../../../src/dockerfile/editing/text-edit.ts';
import { parseText } from '../parse-text.ts';

const read = (text: string, validity: readonly boolean[] = []): ProvenText => {
  const dockerfile = parseText(text);
  const runs = dockerfile.instructions.filter(({ name }) => name === 'RUN');
  return {
    dockerfile,
    shellValidity: new Map(runs.map(({ start }, i) => [start, validity[i] ?? true])),
  };
};

/** Replaces the first `old`; the result of the proof. */
function prove(text: string, old: string, added: string, addedInstructions = 0): string | undefined {
  const start = text.indexOf(old);
  const edits: TextEdit[] = [{ start, end: start + old.length, text: added }];
  return findFault(read(text), read(applyEdits(text, edits)), { edits, addedInstructions });
}

const TEXT = `# syntax=docker/dockerfile:1
FROM debian
# why
RUN a && \\
    # inner
    b
COPY <<EOF /x
# in the file
EOF
CMD c
`;

describe('a change holds', () => {
  test('within an instruction', () => {
    expect(prove(TEXT, 'a &&', 'a -x &&')).toBeUndefined();
  });

  test('that adds or takes away the instructions it says', () => {
    expect(prove(TEXT, 'CMD c', 'USER d\nCMD c', 1)).toBeUndefined();
    expect(prove(TEXT, 'CMD c\n', '', -1)).toBeUndefined();
  });

  test('that adds a syntax line to a file without one', () => {
    expect(prove('FROM a\nRUN b\n', 'FROM', '# syntax=docker/dockerfile:1\nFROM')).toBeUndefined();
  });

  test('with the line ends, the byte order mark and the missing last newline of the file', () => {
    expect(prove('\uFEFFFROM a\r\nRUN b', 'b', 'b && \\\r\n  c')).toBeUndefined();
  });
});

describe('a change is refused', () => {
  test.each([
    ['that loses a comment', 'a && \\\n    # inner\n', 'a && \\\n'],
    ['that loses a comment in a heredoc', '# in the file', 'in the file'],
    ['that swallows an instruction', 'b\nCOPY', 'b COPY'],
    ['that changes a directive', 'dockerfile:1', 'dockerfile:1.2'],
    ['that loses the last newline', 'CMD c\n', 'CMD c'],
    ['with other line ends', 'a && \\', 'a && \\\r'],
    ['that adds an instruction unsaid', 'CMD c', 'USER d\nCMD c'],
  ])('%s', (_, old, added) => {
    expect(prove(TEXT, old, added)).toEqual(expect.any(String));
  });

  test('whose instruction goes on into the next one', () => {
    expect(prove('FROM a\nRUN b\nRUN c\nRUN d\n', 'b', 'b \\', -1)).toMatch(/line 3 differs/);
  });

  test('that no shell could read, where one could before', () => {
    const text = 'FROM a\nRUN b\n';
    const edits = [{ start: 11, end: 12, text: 'b (' }];
    const after = read(applyEdits(text, edits), [false]);
    expect(findFault(read(text), after, { edits, addedInstructions: 0 })).toMatch(/no shell/);
    expect(findFault(read(text, [false]), after, { edits, addedInstructions: 0 })).toBeUndefined();
  });

  test('whose result is not that of the edits', () => {
    const edits = [{ start: 11, end: 12, text: 'c' }];
    expect(
      findFault(read('FROM a\nRUN b\n'), read('FROM a\nRUN d\n'), { edits, addedInstructions: 0 }),
    ).toMatch(/more than the edits/);
  });

  test('that the encoding cannot hold', () => {
    const source = { text: 'FROM a\nRUN \xff\n', encoding: 'latin1' } as const;
    const before = { ...read('FROM a\nRUN b\n'), dockerfile: { ...parseText('FROM a\nRUN b\n'), source } };
    const now = { text: 'FROM a\nRUN \u20ac\n', encoding: 'latin1' } as const;
    const after = { ...before, dockerfile: { ...before.dockerfile, source: now } };
    const edits = [{ start: 11, end: 12, text: '\u20ac' }];
    expect(findFault(before, after, { edits, addedInstructions: 0 })).toMatch(/encoding/);
  });
});

test('whatever is done to one instruction, a proof means that the others are the same', () => {
  const line = fc.constantFrom('RUN a', 'RUN b && \\\n  c', '# note', '', 'COPY x /y', 'RUN <<E\n# d\nE');
  const added = fc.constantFrom('', '\\', '\n', '#', ' && d', '\nRUN e', '<<E');
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 2, maxLength: 8 }),
      fc.nat(),
      fc.nat(6),
      added,
      (body, at, length, insertion) => {
        const text = `FROM s\n${body.join('\n')}\nCMD z\n`;
        const start = 7 + (at % (text.length - 7));
        const end = Math.min(text.length, start + length);
        const edits = [{ start, end, text: insertion }];
        const changed = applyEdits(text, edits);
        let after: ProvenText;
        try {
          after = read(changed);
        } catch {
          return;
        }
        if (findFault(read(text), after, { edits, addedInstructions: 0 }) !== undefined) return;
        const far = parseText(text).instructions.filter((each) => each.end < start || each.start > end);
        const now = parseText(changed).instructions.map(({ joined }) => joined);
        for (const { joined } of far) expect(now).toContain(joined);
      },
    ),
    { numRuns: 400 },
  );
});
