import { expect, test } from 'vitest';
import { formatGithubAnnotations } from '../../src/report/github-annotations.ts';
import { makeJudgement } from './made-judgements.ts';

test('are one command a line, the severest first, with what would end one escaped', () => {
  const lines = [
    ...formatGithubAnnotations(
      [
        makeJudgement({ severity: 'advice', fix: null, details: ['100 %', '::error::no'] }),
        makeJudgement({ severity: 'error', file: 'a,b:c', fix: 'Do\nit' }),
        makeJudgement({ endLine: 2, columns: { start: 5, end: 20 }, fix: null }),
        makeJudgement({ acceptedBecause: 'known' }),
      ],
      [{ target: 'far:1', code: 'IMAGE_NOT_FOUND', message: 'no\nimage', hint: null }],
    ),
  ];
  expect(lines).toEqual([
    '::error title=plimsoll::far:1: no%0Aimage.\n',
    '::error file=a%2Cb%3Ac,line=2,endLine=3,title=apt-lists-kept::the package lists of apt stay in the layer.%0AFix: Do%0Ait\n',
    '::warning file=Dockerfile,line=2,endLine=2,col=5,endColumn=20,title=apt-lists-kept::the package lists of apt stay in the layer.\n',
    '::notice file=Dockerfile,line=2,endLine=3,title=apt-lists-kept::the package lists of apt stay in the layer.%0A100 %25%0A::error::no\n',
  ]);
});
