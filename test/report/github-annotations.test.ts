import { expect, test } from 'vitest';
import { formatGithubAnnotations } from '../../src/report/github-annotations.ts';
import { makeJudgement } from './made-judgements.ts';

test('are one command a line, the severest first, with what would end one escaped', () => {
  const lines = [
    ...formatGithubAnnotations([
      makeJudgement({ severity: 'advice', fix: null, details: ['100 %', '::error::no'] }),
      makeJudgement({ severity: 'error', file: 'a,b:c', fix: 'Do\nit' }),
      makeJudgement({ acceptedBecause: 'known' }),
    ]),
  ];
  expect(lines).toEqual([
    '::error file=a%2Cb%3Ac,line=2,endLine=3,title=apt-lists-kept::the package lists of apt stay in the layer.%0AFix: Do%0Ait\n',
    '::notice file=Dockerfile,line=2,endLine=3,title=apt-lists-kept::the package lists of apt stay in the layer.%0A100 %25%0A::error::no\n',
  ]);
});
