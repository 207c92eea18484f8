// chown -R and chmod -R of what earlier layers have: every file is written again, and is in the image twice.
import type { ChangeEffect } from '../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileFix, DockerfileRule, DockerfileVerdict } from './dockerfile-rule.ts';
import { removeInstruction } from './fixes/remove-instruction.ts';
import { isWrittenWithin, type LayerWrite, listWrites, tellStep } from './judging/layer-writes.ts';
import { isWithin } from './judging/paths.ts';
import { listShippedSteps, type ShippedStep } from './judging/shipped-steps.ts';

/** An earlier step, and what of it is written again. */
interface Doubled {
  readonly writer: ShippedStep;
  readonly writes: readonly LayerWrite[];
}

export const chownLayer: DockerfileRule = {
  kind: 'dockerfile',
  id: 'chown-layer',
  title: 'Owners and modes that are changed in a later layer',
  severity: 'warning',
  silentBytes: 100_000,
  floorBytes: 1_000_000,
  fixSafety: 'named',
  judge: (model, { pricing }) => {
    const shipped = listShippedSteps(model);
    const written = shipped.map(listWrites);
    return shipped.flatMap(({ step }, i) =>
      step.effects.flatMap((effect) => {
        if (!isRecursiveChange(effect) || effect.certainty !== 'always') return [];
        const doubled = findDoubled(effect, shipped.slice(0, i), written);
        const last = doubled.at(-1);
        const what = effect.kind === 'change-owner' ? 'chown -R' : 'chmod -R';
        if (last === undefined) return judgeBase(effect, what, step, shipped.slice(0, i));
        const sources = doubled.flatMap(({ writes }) => writes.flatMap((write) => write.sources ?? []));
        const isAllKnown = doubled.every(({ writes }) =>
          writes.every((write) => write.sources !== undefined),
        );
        const price =
          pricing.priceFiles(step.evaluated, (path) => effect.paths.some((each) => isWithin(path, each))) ??
          (isAllKnown ? pricing.priceContext(sources) : undefined);
        const fix = makeFix(effect, step, doubled, model);
        const flag = effect.kind === 'change-owner' ? '--chown' : '--chmod';
        const isCopied = last.writer.step.evaluated.expanded.kind !== 'run';
        return [
          {
            range: effect.command,
            message: `${what} writes again what ${tellStep(last.writer.step)} ${last.writes[0]!.how}: it is in the image twice`,
            ...(price === undefined ? {} : { price }),
            fixText: isCopied
              ? `Say it where it is copied: \`COPY ${flag}\`.`
              : `Do it in the RUN of line ${last.writer.step.line}.`,
            ...(fix === undefined ? {} : { fix }),
          },
        ];
      }),
    );
  },
};

/** Folders that are full before the file says anything. */
const FILLED = /^\/(?:usr|opt)(?:\/|$)/;
/** Pages that servers show where there are no others. */
const NEARLY_EMPTY = /^\/usr\/share\/nginx(?:\/|$)|^\/usr\/src$/;
/** What a RUN may do before, and the folder still holds what earlier layers put there. */
const HARMLESS: ReadonlySet<string> = new Set([
  'add-user',
  'add-group',
  'change-owner',
  'change-mode',
  'change-folder',
  'remove',
  'shell-option',
  'touch',
]);

/** A folder of the base image, or of its packages: nothing in the file made it. */
function judgeBase(
  effect: ChangeEffect,
  what: string,
  step: ModelStep,
  earlier: readonly ShippedStep[],
): readonly DockerfileVerdict[] {
  const before = step.effects.slice(0, step.effects.indexOf(effect));
  if (!before.every(({ kind }) => HARMLESS.has(kind))) return [];
  const path = effect.paths.find(
    (each) =>
      FILLED.test(each) &&
      !NEARLY_EMPTY.test(each) &&
      ![...earlier, { step }].some((at) => makes(at.step, each)),
  );
  if (path === undefined) return [];
  return [
    {
      range: effect.command,
      message: `${what} writes again all that the layers below have in ${path}: it is in the image twice`,
      fixText: 'Change only the files that must differ.',
    },
  ];
}

/** Whether the folder may be there because of this step, and empty. */
function makes({ cwd, effects }: ModelStep, path: string): boolean {
  if (cwd !== undefined && isWithin(cwd, path)) return true;
  return effects.some(
    (each) =>
      each.kind === 'make-folder' && each.paths.some((made) => isWithin(made, path) || isWithin(path, made)),
  );
}

function isRecursiveChange(effect: { readonly kind: string }): effect is ChangeEffect {
  return (
    (effect.kind === 'change-owner' || effect.kind === 'change-mode') && (effect as ChangeEffect).recursive
  );
}

function findDoubled(
  { paths, argv }: ChangeEffect,
  earlier: readonly ShippedStep[],
  written: readonly (readonly LayerWrite[])[],
): readonly Doubled[] {
  return earlier.flatMap((writer, k) => {
    const writes = written[k]!.filter(
      (write) =>
        !write.isSmall &&
        (argv.some(({ written: word }) => isWrittenWithin(word, write)) ||
          paths.some(
            (path) => path.startsWith('/') && (isWithin(write.path, path) || isWithin(path, write.path)),
          )),
    );
    return writes.length === 0 ? [] : [{ writer, writes }];
  });
}

/**
 * COPY --chown gives the owner to what it copies and to the folders that it makes. That is all that `chown -R` did where one
 * COPY made the whole folder, nothing else wrote there, and the user was there before.
 */
function makeFix(
  { kind, paths, spec, command, argv }: ChangeEffect,
  step: ModelStep,
  doubled: readonly Doubled[],
  { staged, stages }: DockerfileModel,
): DockerfileFix | undefined {
  const [only] = doubled;
  const [path] = paths;
  if (kind !== 'change-owner' || only === undefined || doubled.length !== 1 || paths.length !== 1)
    return undefined;
  const { instruction, evaluated } = only.writer.step;
  const { written, expanded } = evaluated;
  if (
    written.kind !== 'copy' ||
    expanded.kind !== 'copy' ||
    written.chown !== undefined ||
    spec === undefined
  )
    return undefined;
  // Only what is exactly the folder that the COPY made, and a RUN that does nothing else.
  if (only.writes.some((write) => write.path !== path) || step.script?.list.items.length !== 1)
    return undefined;
  if (step.script.list.items[0]!.node !== command || step.instruction.flags.length > 0) return undefined;
  const words = argv.slice(1).map(({ value }) => value);
  if (words.join(' ') !== `-R ${spec} ${argv.at(-1)!.value}`) return undefined;
  // Without a group, COPY takes the number of the user for it, and chown leaves it as it is.
  if (!/^[\w.-]+:[\w.-]+$/.test(spec)) return undefined;
  const stage = stages.find(({ steps }) => steps.includes(step));
  if (stage !== only.writer.stage || mayBeThere(stage.steps, only.writer.step, path!)) return undefined;
  if (!isUserThere(stage.steps, only.writer.step, spec)) return undefined;
  const removal = removeInstruction(step.instruction, staged.dockerfile);
  const at = instruction.flags[0]?.start ?? instruction.args[0]?.start;
  if (removal === undefined || at === undefined || instruction.isJson) return undefined;
  return {
    safety: 'named',
    edits: [{ start: at, end: at, text: `--chown=${spec} ` }, removal],
    changes: `${path} is in one layer instead of two`,
    addedInstructions: -1,
  };
}

/** Whether WORKDIR or a RUN may have made the folder before the COPY: its own owner would differ then. */
function mayBeThere(steps: readonly ModelStep[], copy: ModelStep, path: string): boolean {
  return steps.slice(0, steps.indexOf(copy) + 1).some((step) => {
    if (step.cwd !== undefined && step.cwd !== '/' && isWithin(step.cwd, path)) return true;
    return step.instruction.joined.includes(path) && step !== copy;
  });
}

/** A number needs no user; a name needs one that was made before. */
function isUserThere(steps: readonly ModelStep[], copy: ModelStep, spec: string): boolean {
  const names = spec.split(':').filter((name) => name !== '' && !/^\d+$/.test(name) && name !== 'root');
  const before = steps.slice(0, steps.indexOf(copy));
  return names.every((name) =>
    before.some(({ effects }) =>
      effects.some(
        (effect) => (effect.kind === 'add-user' || effect.kind === 'add-group') && effect.name === name,
      ),
    ),
  );
}
