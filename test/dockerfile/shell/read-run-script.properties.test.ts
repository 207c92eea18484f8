// Scripts put together at random: what real shells make of them, and what continuation lines change.
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commandsOf, scriptOf, valuesOf, wordsOf } from './read-script.ts';

const HAS_DASH = spawnSync('dash', ['-c', ':']).status === 0;
const HAS_BASH = spawnSync('bash', ['-c', ':']).status === 0;

const plain = fc.string({ unit: fc.constantFrom(...'abc-=./:+_1'), minLength: 1, maxLength: 5 });
const blanks = fc.string({ unit: fc.constantFrom(...'ab  \t$'), maxLength: 5 });
const name = fc.constantFrom('A', 'B', 'C');
const piece = fc.oneof(
  plain,
  blanks.map((text) => `'${text}'`),
  blanks.map((text) => `"${text.replaceAll('$', '\\$')}"`),
  name.map((each) => `"\${${each}}"`),
  name.map((each) => `\${${each}}`),
  name.map((each) => `\${${each}:-d e}`),
  name.map((each) => `\${${each}:+'x y'}`),
  fc.constantFrom('\\ ', '\\$', '\\"', "\\'", '""', "''"),
);
const word = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
const assigned = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(''));
const script = fc.record({
  A: assigned,
  B: assigned,
  C: assigned,
  words: fc.array(word, { minLength: 1, maxLength: 4 }),
});

test.skipIf(!HAS_DASH)('words are those that dash hands on', () => {
  fc.assert(
    fc.property(script, ({ A, B, C, words }) => {
      // A backslash at the end of the line would be the Dockerfile's.
      const text = `A=; B=; C=; A=${A}; B=${B}; C=${C}; printf '%s\\0' x ${words.join(' ')} && :`;
      const { stdout, status } = spawnSync('dash', ['-fc', text], { encoding: 'utf8', cwd: '/' });
      fc.pre(status === 0);
      const expected = stdout.split('\0').slice(1, -1);
      expect(valuesOf(`FROM debian\nRUN ${text}`).at(-2)!.slice(3)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test.skipIf(!HAS_BASH)('a script is valid where bash says so', () => {
  const token = fc.constantFrom(
    'a',
    '&&',
    '||',
    ';',
    '|',
    '(',
    ')',
    '{',
    '}',
    'if',
    'then',
    'fi',
    'for',
    'x',
    'in',
    'do',
    'done',
    '"',
    "'",
    '$(',
    '`',
    '!',
    '>',
    '$X',
    '#',
  );
  fc.assert(
    fc.property(fc.array(token, { minLength: 1, maxLength: 7 }), (tokens) => {
      const text = tokens.join(' ');
      fc.pre(!text.startsWith('#'));
      const { status } = spawnSync('bash', ['-n', '-c', text]);
      // What is written wrongly may be taken for right in a few corners; what is right never for wrong.
      if (status === 0) expect(scriptOf(`FROM debian\nRUN ${text}`).isValid).toBe(true);
    }),
    { numRuns: 300 },
  );
});

const joint = fc.constantFrom(' ', ' \\\n', ' \\\n  ', '\\\n # note\n ', ' \\\n\n#a\\\n\t', ' \\  \n ');

test('continuation lines change no value, and every plain word stands in its range', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(plain, fc.constantFrom('&&', ';', '"a b"', "'c'", '$A', '|')), {
        minLength: 1,
        maxLength: 8,
      }),
      fc.array(joint, { minLength: 8, maxLength: 8 }),
      (tokens, joints) => {
        const flat = `FROM debian\nARG A=b\nRUN x ${tokens.join(' ')}`;
        const broken = `FROM debian\nARG A=b\nRUN x ${tokens.map((token, i) => (i === 0 ? token : joints[i - 1]! + token)).join('')}`;
        // A joint without a blank in it joins words.
        const same = broken.replace(/\\[ \t]*\n(?:[ \t]*(?:#.*)?\n)*/g, '');
        expect(valuesOf(broken)).toEqual(valuesOf(same));
        if (!joints.slice(0, tokens.length - 1).some((each) => each.startsWith('\\')))
          expect(valuesOf(broken)).toEqual(valuesOf(flat));
        for (const { start, end, value, isPlain } of wordsOf(broken)) {
          expect(start).toBeGreaterThanOrEqual(broken.indexOf('ARG'));
          expect(end).toBeLessThanOrEqual(broken.length);
          if (isPlain) expect(broken.slice(start, end)).toBe(value);
        }
      },
    ),
  );
});

test('no text is too strange', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'ab \\\n"\'$(){}`<>&|;#=~*[]!EOF-'), maxLength: 60 }),
      (text) => {
        let script: ReturnType<typeof scriptOf> | undefined;
        try {
          script = scriptOf(`FROM debian\nRUN ${text}`);
        } catch (error) {
          const { code, message } = error as { code?: string; message: string };
          if (code !== 'DOCKERFILE_INVALID' && !/opaque|undefined/.test(message)) throw error;
        }
        if (script !== undefined) commandsOf(script.list);
      },
    ),
    { numRuns: 1000 },
  );
});
