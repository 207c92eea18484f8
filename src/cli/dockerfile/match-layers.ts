// Which layer of an image each instruction made: the image's history and the Dockerfile side by side, in their order.
import type { DockerfileModel, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { ReportLayer } from '../../report/image-report.ts';

/** An instruction and its layer. */
export interface MatchedLayer {
  readonly step: ModelStep;
  readonly layer: ReportLayer;
}

/** Pairs what fits, from the first layer on; layers of the base and instructions without one are left out. */
export function matchLayers(
  { stages }: DockerfileModel,
  layers: readonly ReportLayer[],
): readonly MatchedLayer[] {
  const steps = stages.filter(({ ships }) => ships === 'whole').flatMap((stage) => stage.steps);
  const told = layers.map(({ instruction }) => tidy(instruction ?? ''));
  const matched: MatchedLayer[] = [];
  let next = 0;
  for (const step of steps) {
    const fits = testOf(step);
    if (fits === undefined) continue;
    const at = told.findIndex((text, i) => i >= next && fits(text));
    if (at < 0) continue;
    matched.push({ step, layer: layers[at]! });
    next = at + 1;
  }
  return matched;
}

/** Whether a text of the history is that of the step; undefined for what makes no layer. */
function testOf({ evaluated, instruction }: ModelStep): ((text: string) => boolean) | undefined {
  const { expanded } = evaluated;
  if (expanded.kind === 'run') {
    const command = tidy(instruction.args.map(({ value }) => value).join(' '));
    const [heredoc] = instruction.heredocs;
    const wanted = heredoc === undefined ? `RUN ${command}` : '';
    // Of a heredoc the history has the whole script, or its beginning.
    return heredoc === undefined
      ? (text) => text === wanted
      : (text) => text.startsWith('RUN ') && text.includes(tidy(heredoc.content).slice(0, 60));
  }
  if (expanded.kind !== 'copy' && expanded.kind !== 'add') return undefined;
  const name = expanded.kind.toUpperCase();
  const words = [...expanded.sources, expanded.destination].map(tidy);
  return (text) =>
    text.startsWith(`${name} `) &&
    // The classic builder tells digests instead of sources.
    (words.every((word) => text.includes(word)) ||
      (/^\w+ (?:file|dir|multi):/.test(text) && text.endsWith(words.at(-1)!)));
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
