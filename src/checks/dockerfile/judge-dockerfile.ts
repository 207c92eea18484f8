// From the models of a Dockerfile's builds to its findings. A file that is built in several ways is judged for each of them.

import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import { findInstructionFrom } from '../../dockerfile/parsing/find-instruction.ts';
import type { TextRange } from '../../dockerfile/parsing/instruction.ts';
import { compareSeverity } from '../compare-severity.ts';
import type { DockerfileFinding } from './dockerfile-finding.ts';
import type { DockerfileFix, DockerfileLook, DockerfileRule, DockerfileVerdict } from './dockerfile-rule.ts';
import { DOCKERFILE_RULES } from './dockerfile-rules.ts';
import { LineStarts } from './line-starts.ts';

/** A verdict and the builds for which it was reached. */
interface SharedVerdict {
  readonly rule: DockerfileRule;
  readonly verdict: DockerfileVerdict;
  readonly fixes: (DockerfileFix | undefined)[];
  readonly models: Set<DockerfileModel>;
}

/** All findings: the severest first, then in the order of the file. All models are of the same text. */
export function judgeDockerfile(
  models: readonly DockerfileModel[],
  look: DockerfileLook,
  rules: readonly DockerfileRule[] = DOCKERFILE_RULES,
): readonly DockerfileFinding[] {
  const shared = new Map<string, SharedVerdict>();
  for (const model of models)
    for (const rule of rules)
      for (const verdict of rule.judge(model, look)) {
        const { range, message } = verdict;
        const key = JSON.stringify([rule.id, range.start, range.end, message]);
        const known = shared.get(key);
        if (known === undefined)
          shared.set(key, { rule, verdict, fixes: [verdict.fix], models: new Set([model]) });
        else {
          known.models.add(model);
          known.fixes.push(verdict.fix);
        }
      }
  const { staged } = models[0]!;
  const lines = new LineStarts(staged.dockerfile.source.text);
  return [...shared.values()]
    .flatMap((each) => toFinding(each, models, lines, look.file) ?? [])
    .toSorted(
      (a, b) =>
        compareSeverity(a.severity, b.severity) ||
        a.range!.start - b.range!.start ||
        a.range!.end - b.range!.end,
    );
}

function toFinding(
  shared: SharedVerdict,
  models: readonly DockerfileModel[],
  lines: LineStarts,
  file: string,
): DockerfileFinding | undefined {
  const { rule, verdict } = shared;
  const { range, message, price, fixText } = verdict;
  if (price !== undefined && price.bytes < (rule.silentBytes ?? 0)) return undefined;
  const isSmall = price !== undefined && price.bytes < (rule.floorBytes ?? 0);
  return {
    kind: 'dockerfile-finding',
    rule: rule.id,
    severity: isSmall ? 'advice' : (verdict.severity ?? rule.severity),
    message,
    file,
    line: lines.lineOf(range.start),
    endLine: lines.lineOf(Math.max(range.start, range.end - 1)),
    range: { start: range.start, end: range.end },
    stage: stageAt(models[0]!, range),
    price: price ?? null,
    fix: fixText,
    edit: chooseFix(shared, models) ?? null,
  };
}

/** A fix that does not hold for every build that runs these lines is none. */
function chooseFix(
  { verdict, fixes, models: judged }: SharedVerdict,
  models: readonly DockerfileModel[],
): DockerfileFix | undefined {
  const [first] = fixes;
  if (first === undefined || breaksJson(first, models[0]!)) return undefined;
  const others = models.filter((model) => !judged.has(model));
  if (others.some((model) => runs(model, verdict.range))) return undefined;
  const text = JSON.stringify(first);
  return fixes.every((fix) => fix !== undefined && JSON.stringify(fix) === text) ? first : undefined;
}

/** In JSON form a word is a string of its own: what is put behind it would become a part of it. */
function breaksJson({ edits }: DockerfileFix, { staged }: DockerfileModel): boolean {
  return edits.some((edit) => {
    const at = findInstructionFrom(staged.dockerfile.instructions, edit.start);
    const [first] = at?.args ?? [];
    return at?.isJson === true && first !== undefined && edit.start > first.start && edit.end < at.end;
  });
}

function runs({ stages }: DockerfileModel, { start }: TextRange): boolean {
  return stages.some(
    ({ isBuilt, steps, from }) =>
      isBuilt &&
      [from, ...steps].some(({ instruction }) => instruction.start <= start && start < instruction.end),
  );
}

function stageAt({ stages }: DockerfileModel, { start }: TextRange): string | null {
  let low = 0;
  let high = stages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stages[middle]!.from.instruction.start <= start) low = middle + 1;
    else high = middle;
  }
  const stage = stages[low - 1];
  return stage === undefined ? null : (stage.name ?? String(stage.index));
}
