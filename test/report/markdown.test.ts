import { describe, expect, test } from 'vitest';
import { formatMarkdown } from '../../src/report/markdown.ts';
import { makeJudgement } from './made-judgements.ts';

const SUMMARY = { title: 'app:1', passes: false, lines: ['400 MB, of which 12 MB are ballast.'], errors: [] };

describe('Markdown', () => {
  test('has the verdict, a table, and advice that folds away', () => {
    const text = [
      ...formatMarkdown(SUMMARY, [
        makeJudgement({ bytes: 1_500_000 }),
        makeJudgement({ severity: 'advice', fix: null, line: 9 }),
        makeJudgement({ acceptedBecause: 'known' }),
      ]),
    ].join('');
    expect(text).toBe(`### app:1: fails

400 MB, of which 12 MB are ballast.

|  | rule | where | size | finding |
|---|---|---|---:|---|
| warning | \`apt-lists-kept\` | Dockerfile:2 | 1.50 MB | the package lists of apt stay in the layer. End the RUN with \`rm -rf /var/lib/apt/lists/*\`. |

<details><summary>1 piece of advice</summary>

|  | rule | where | size | finding |
|---|---|---|---:|---|
| advice | \`apt-lists-kept\` | Dockerfile:9 |  | the package lists of apt stay in the layer. |

</details>

1 finding accepted.
`);
  });

  test('lets no text of an image become mark-up, a cell, a link or a mention', () => {
    const message = '<img src=x> [a](b) @team | `x|y` *b*\nnext';
    const [row] = [...formatMarkdown(SUMMARY, [makeJudgement({ message, fix: null })])].filter((piece) =>
      piece.startsWith('| warning'),
    );
    expect(row).toBe(
      '| warning | `apt-lists-kept` | Dockerfile:2 |  | \\<img src=x\\> \\[a\\](b) &#64;team \\| `x\\|y` \\*b\\*\\\\x0anext. |\n',
    );
  });

  test('says what could not be looked at, and does not pass for it', () => {
    const errors = [{ target: 'far:1', code: 'IMAGE_NOT_FOUND', message: 'no *such* image', hint: null }];
    const text = [...formatMarkdown({ ...SUMMARY, passes: true, errors }, [])].join('');
    expect(text).toContain('### app:1: could not be checked whole\n');
    expect(text).toContain('**Could not be checked:** far:1: no \\*such\\* image.\n');
  });

  test('fits a comment, however much there is to tell', () => {
    const long = 'many words '.repeat(1000);
    const many = Array.from({ length: 10_000 }, (_, i) =>
      makeJudgement({ message: long, fix: long, severity: i % 2 === 0 ? 'warning' : 'advice', file: long }),
    );
    const text = [...formatMarkdown(SUMMARY, many)].join('');
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain('and 4,950 more findings');
  });

  test('says so where there is nothing above advice', () => {
    expect([...formatMarkdown({ ...SUMMARY, passes: true }, [])].join('')).toContain(
      'No finding above advice.',
    );
  });
});
