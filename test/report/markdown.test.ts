import { describe, expect, test } from 'vitest';
import { formatMarkdown } from '../../src/report/markdown.ts';
import { makeJudgement } from './made-judgements.ts';

const SUMMARY = { title: 'app:1', passes: false, lines: ['400 MB, of which 12 MB are ballast.'] };

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

| | rule | where | size | finding |
|---|---|---|---:|---|
| warning | \`apt-lists-kept\` | Dockerfile:2 | 1.50 MB | the package lists of apt stay in the layer. End the RUN with \`rm -rf /var/lib/apt/lists/*\`. |

<details><summary>1 piece of advice</summary>

| | rule | where | size | finding |
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

  test('says so where there is nothing above advice', () => {
    expect([...formatMarkdown({ ...SUMMARY, passes: true }, [])].join('')).toContain(
      'No finding above advice.',
    );
  });
});
