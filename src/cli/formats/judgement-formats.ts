// A run's findings in the formats that tools of others read: one document for all of its parts.
import { tellApart } from '../../report/judgements/tell-apart.ts';
import type { CliIo } from '../cli-io.ts';
import type { JudgementFormat } from './format-names.ts';
import { locateJudgements } from './locate-judgements.ts';
import type { JudgedPart } from './told-part.ts';

/** The document, in pieces; `command` tells runs of one tool about one commit apart. */
export async function formatJudged(
  format: JudgementFormat,
  parts: readonly JudgedPart[],
  command: string,
  io: CliIo,
): Promise<Iterable<string>> {
  if (format === 'markdown') return joinSections(parts);
  const errors = parts.flatMap((part) => part.errors);
  const { judgements, root } = locateJudgements(
    tellApart(parts.flatMap((part) => part.judgements)),
    process.cwd(),
    io.env,
  );
  switch (format) {
    case 'sarif': {
      const { formatSarif } = await import('../../report/sarif/format-sarif.ts');
      const { readRuleTexts } = await import('./read-rule-texts.ts');
      const rules = await readRuleTexts(new Set(judgements.map(({ rule }) => rule)));
      return formatSarif({ judgements, errors, rules, toolVersion: io.version, root, command });
    }
    case 'github':
      return (await import('../../report/github-annotations.ts')).formatGithubAnnotations(judgements, errors);
    case 'junit':
      return (await import('../../report/junit.ts')).formatJunit(judgements, errors);
  }
}

function* joinSections(parts: readonly JudgedPart[]): Iterable<string> {
  for (const [i, { markdown }] of parts.entries()) {
    if (i > 0) yield '\n';
    yield* markdown();
  }
}
