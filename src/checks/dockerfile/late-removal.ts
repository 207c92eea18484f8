// Files that an instruction removes though an earlier one wrote them: its layer keeps them, and they are only hidden.
import type { Effect, UninstallEffect } from '../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { TextRange } from '../../dockerfile/parsing/instruction.ts';
import type { DockerfileFix, DockerfileLook, DockerfileRule, DockerfileVerdict } from './dockerfile-rule.ts';
import { joinRuns } from './fixes/join-runs.ts';
import { listNamesBeside } from './judging/installed-packages.ts';
import { type LayerWrite, listWrites, listWritten, tellStep } from './judging/layer-writes.ts';
import { baseName, isTaken, isWithin, stripPattern } from './judging/paths.ts';
import { listShippedSteps, type ShippedStep } from './judging/shipped-steps.ts';
import type { DockerfilePricing, Price } from './pricing.ts';

/** Something that is removed too late. */
interface LateRemoval {
  readonly range: TextRange;
  /** What is only hidden. */
  readonly what: string;
  readonly writer: ShippedStep;
  readonly isSmall: boolean;
  readonly uninstall?: UninstallEffect;
}

/** What a step did before the removal. */
interface OwnDoings {
  readonly writes: readonly LayerWrite[];
  readonly text: string;
}

const TOLD = 3;

export const lateRemoval: DockerfileRule = {
  kind: 'dockerfile',
  id: 'late-removal',
  title: 'Files that are removed in a later layer than they are written in',
  severity: 'warning',
  peers: ['DL3059'],
  silentBytes: 100_000,
  floorBytes: 1_000_000,
  fixSafety: 'safe',
  judge: (model, look) => {
    const shipped = listShippedSteps(model);
    const written = shipped.map(listWrites);
    return shipped.flatMap((each, i) => {
      const { effects } = each.step;
      const { text } = model.staged.dockerfile.source;
      const late = effects.flatMap((effect, k) =>
        findLate(effect, shipped.slice(0, i), written, {
          writes: effects.slice(0, k).flatMap(listWritten),
          text: text.slice(each.step.instruction.start, effect.command.start),
        }),
      );
      return late.length === 0 ? judgeIdle(each) : [tell(late, each, model, look)];
    });
  },
};

/** Writers of what an effect takes away, but for what was written by the same step before (`own`). */
function findLate(
  effect: Effect,
  earlier: readonly ShippedStep[],
  written: readonly (readonly LayerWrite[])[],
  own: OwnDoings,
): readonly LateRemoval[] {
  const { command: range } = effect;
  // An empty folder weighs nothing.
  if (effect.kind === 'remove' && effect.program === 'rmdir') return [];
  if (effect.kind === 'remove')
    return effect.paths.flatMap((path) => {
      const removed = stripPattern(path);
      // A path that is not absolute is in the folder of the base, until a WORKDIR leads elsewhere.
      const first = path.startsWith('/') ? 0 : earlier.findLastIndex(changesFolder) + 1;
      const ownWrites = own.writes.filter(({ isWhereMissing }) => isWhereMissing !== true);
      if (ownWrites.some((write) => write.path === removed)) return [];
      // What the step unpacked into a folder may well be all that it removes there.
      const isOwn = ownWrites.some((write) => isWithin(removed, write.path));
      const wrote = (k: number, write: LayerWrite): boolean =>
        k >= first &&
        write.path.startsWith('/') === path.startsWith('/') &&
        (isOwn ? write.path === removed : isHit(path, write, effect.recursive, own));
      const last = earlier.findLastIndex((_, k) =>
        written[k]!.some((write) => write.isWhereMissing !== true && wrote(k, write)),
      );
      const at = last >= 0 ? last : earlier.findIndex((_, k) => written[k]!.some((write) => wrote(k, write)));
      if (at < 0) return [];
      const { isSmall, path: what } = written[at]!.find((write) =>
        isHit(path, write, effect.recursive, own),
      )!;
      return [{ range, what: /\w/.test(removed) ? removed : what, writer: earlier[at]!, isSmall }];
    });
  if (effect.kind === 'uninstall') {
    const names = new Set(effect.packages.map(({ name }) => name));
    const writer = earlier.findLast(({ step }) => installs(step, effect, names));
    if (writer === undefined) return [];
    const named = [...names].filter((name) => installsOne(writer.step, effect, name));
    return [{ range, what: named.slice(0, TOLD).join(', '), writer, isSmall: false, uninstall: effect }];
  }
  // apt-get clean has nothing to do where docker-clean is there, and little elsewhere.
  if (effect.kind === 'clean-cache' && effect.manager !== 'apt') {
    const writer = earlier.findLast(({ step }, k) =>
      step.effects.some(
        (each) =>
          (each.kind === 'install' || each.kind === 'update-index') &&
          each.manager === effect.manager &&
          (each.kind !== 'install' || each.keepsCache !== false) &&
          written[k]!.some(({ how }) => how === 'cached' || how === 'fetched'),
      ),
    );
    return writer === undefined
      ? []
      : [{ range, what: `the cache of ${effect.manager}`, writer, isSmall: false }];
  }
  return [];
}

/** A RUN that only cleans: nothing of it is in its own layer. */
function judgeIdle({ step: { effects, mounts } }: ShippedStep): readonly DockerfileVerdict[] {
  const first = effects[0];
  if (first?.kind !== 'clean-cache' || mounts.length > 0) return [];
  // `npm cache verify`, and what else the same program is asked.
  if (
    !effects.every(
      ({ kind, program }) => kind === 'clean-cache' || (kind === 'run' && program === first.program),
    )
  )
    return [];
  return [
    {
      range: first.command,
      message: `this RUN only cleans what ${first.manager} keeps: layers before it stay as they are`,
      severity: 'advice',
      fixText: 'Clean in the RUN that installs, and leave this one out.',
    },
  ];
}

function changesFolder({ step }: ShippedStep): boolean {
  return step.evaluated.expanded.kind === 'workdir';
}

/** What a build makes by itself: nothing says that it was there before. */
const MADE =
  /(?:^|[/_.-])(?:v?env\d*|node_modules|cache|build|dist|target|out|logs?|tmp|temp|sessions?)(?:[/_.\d-]|$)/i;

/** The write is what is removed, or a folder that is likely to hold it. */
function isHit(removed: string, { path }: LayerWrite, isRecursive: boolean, { text }: OwnDoings): boolean {
  if (isTaken(path, removed)) return true;
  const inner = stripPattern(removed);
  // What a copied folder holds is not known: what the step named before, or names by a pattern, it may have made.
  const name = baseName(inner);
  if (inner !== path && (/[*?[]/.test(name) || text.includes(name))) return false;
  return isRecursive && isWithin(inner, path) && !MADE.test(inner.slice(path.length));
}

function installs(step: ModelStep, { manager }: UninstallEffect, names: ReadonlySet<string>): boolean {
  return step.effects.some(
    (each) =>
      each.kind === 'install' &&
      each.manager === manager &&
      (each.packages.some(({ name }) => names.has(name)) ||
        (each.virtualName !== undefined && names.has(each.virtualName))),
  );
}

function installsOne(step: ModelStep, effect: UninstallEffect, name: string): boolean {
  return installs(step, effect, new Set([name]));
}

function tell(
  late: readonly LateRemoval[],
  { stage, step }: ShippedStep,
  model: DockerfileModel,
  { pricing }: DockerfileLook,
): DockerfileVerdict {
  const first = late.find(({ isSmall }) => !isSmall) ?? late[0]!;
  const same = late.filter(({ writer }) => writer.step === first.writer.step);
  const whats = [...new Set(same.map(({ what }) => what))];
  const told =
    whats.slice(0, TOLD).join(', ') + (whats.length > TOLD ? ` and ${whats.length - TOLD} more` : '');
  const fix = makeFix(first.writer.step, step, stage.steps, model);
  const price = priceLate(first, { stage, step }, model, pricing);
  return {
    range: first.range,
    message: `${told} ${whats.length > 1 || told.includes(', ') ? 'stay' : 'stays'} in the layer of ${tellStep(first.writer.step)}: this only hides it`,
    ...(same.every(({ isSmall }) => isSmall) ? { severity: 'advice' as const } : {}),
    ...(price === undefined ? {} : { price }),
    fixText: adviceOf(first.writer.step),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** By the layers; else by what the packages that are taken off come to, which is more where what came with them goes too. */
function priceLate(
  { uninstall, writer }: LateRemoval,
  { stage, step }: ShippedStep,
  model: DockerfileModel,
  pricing: DockerfilePricing,
): Price | undefined {
  const shipped = listShippedSteps(model);
  const steps = shipped.map((each) => each.step);
  const between = steps.slice(steps.indexOf(writer.step), steps.indexOf(step) + 1).filter(makesLayer);
  const hidden = pricing.priceHidden(between.map(({ evaluated }) => evaluated));
  if (hidden !== undefined || uninstall === undefined || !uninstall.isComplete) return hidden;
  const names = uninstall.packages.map(({ name }) => name);
  return pricing.priceInstall({
    stage,
    names,
    withRecommends: false,
    beside: listNamesBeside(model, names),
    isAlone: !uninstall.autoremove,
  });
}

function makesLayer({ evaluated: { expanded } }: ModelStep): boolean {
  return expanded.kind === 'run' || expanded.kind === 'copy' || expanded.kind === 'add';
}

function adviceOf({ evaluated, line }: ModelStep): string {
  return evaluated.expanded.kind === 'run'
    ? `Remove it in the RUN of line ${line}: a layer keeps all that is there when it ends.`
    : `Mount it instead of line ${line} (\`RUN --mount=type=bind\`), or do it in a stage of its own.`;
}

/** Where nothing but RUNs stands between, they become one. */
function makeFix(
  writer: ModelStep,
  remover: ModelStep,
  steps: readonly ModelStep[],
  { staged }: DockerfileModel,
): DockerfileFix | undefined {
  const from = steps.indexOf(writer);
  const between = steps.slice(from, steps.indexOf(remover) + 1);
  if (from < 0 || !between.every(({ evaluated }) => evaluated.expanded.kind === 'run')) return undefined;
  const edits = joinRuns(between, staged.dockerfile);
  if (edits === undefined) return undefined;
  return {
    safety: 'safe',
    edits,
    changes: `what line ${remover.line} removes is in no layer any more`,
    addedInstructions: 1 - between.length,
  };
}
