// How a run's findings are written in the formats that tools of others read.
import type { Judgement } from '../../report/judgements/judgement.ts';
import type { MarkdownSummary } from '../../report/markdown.ts';
import type { CliIo } from '../cli-io.ts';
import { writePieces } from '../terminal/write-pieces.ts';
import type { JudgementFormat } from './format-names.ts';

/** Writes them to stdout. */
export async function writeJudgements(
  format: JudgementFormat,
  judgements: readonly Judgement[],
  summary: MarkdownSummary,
  io: CliIo,
): Promise<void> {
  await writePieces(io.stdout, await formatJudgements(format, judgements, summary, io));
}

/** The document, in pieces. */
export async function formatJudgements(
  format: JudgementFormat,
  judgements: readonly Judgement[],
  summary: MarkdownSummary,
  io: CliIo,
): Promise<Iterable<string>> {
  switch (format) {
    case 'sarif': {
      const { formatSarif } = await import('../../report/sarif/format-sarif.ts');
      const { readRuleTexts } = await import('./read-rule-texts.ts');
      const rules = await readRuleTexts(new Set(judgements.map(({ rule }) => rule)));
      return formatSarif({ judgements, rules, toolVersion: io.version, root: process.cwd() });
    }
    case 'github':
      return (await import('../../report/github-annotations.ts')).formatGithubAnnotations(judgements);
    case 'junit':
      return (await import('../../report/junit.ts')).formatJunit(judgements);
    case 'markdown':
      return (await import('../../report/markdown.ts')).formatMarkdown(summary, judgements);
  }
}
