// The changes that fixes make, with the line ends of their files: rules write `\n`, and `--fix` writes what the file has.
import { adoptLineEnds } from '../../dockerfile/editing/text-edit.ts';
import type { ReportedDockerfile } from '../../report/dockerfile-report.ts';
import type { Judgement } from '../../report/judgements/judgement.ts';

/** Of each judgement the edits as they go into the text of its file. */
export function adoptEdits(
  judgements: readonly Judgement[],
  files: readonly ReportedDockerfile[],
): readonly Judgement[] {
  const texts = new Map(files.map(({ file, text }) => [file, text ?? '']));
  return judgements.map((judgement) =>
    judgement.edits.length === 0
      ? judgement
      : { ...judgement, edits: adoptLineEnds(judgement.edits, texts.get(judgement.file) ?? '') },
  );
}
