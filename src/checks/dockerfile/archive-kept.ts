// Archives that are unpacked and left lying beside what was in them.
import type { DownloadEffect, Effect } from '../../dockerfile/commands/effect.ts';
import type { DockerfileModel, ModelStep } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileFix, DockerfileLook, DockerfileRule, DockerfileVerdict } from './dockerfile-rule.ts';
import { appendCommand } from './fixes/append-command.ts';
import { listWrites } from './judging/layer-writes.ts';
import { baseName, isInstallerName, isPackedName, isTaken, isWithin } from './judging/paths.ts';
import { listShippedSteps, type ShippedStep } from './judging/shipped-steps.ts';

export const archiveKept: DockerfileRule = {
  kind: 'dockerfile',
  id: 'archive-kept',
  title: 'Archives that are unpacked and kept',
  severity: 'warning',
  peers: ['DL3010'],
  silentBytes: 100_000,
  floorBytes: 1_000_000,
  fixSafety: 'safe',
  judge: (model, look) => {
    const shipped = listShippedSteps(model);
    return shipped.flatMap((each, i) => [
      ...judgeDownloads(each, shipped.slice(i + 1), model, look),
      ...judgeCopies(each, shipped.slice(i + 1), look),
    ]);
  },
};

function judgeDownloads(
  { step }: ShippedStep,
  later: readonly ShippedStep[],
  model: DockerfileModel,
  { pricing }: DockerfileLook,
): readonly DockerfileVerdict[] {
  return step.effects.flatMap((effect, i) => {
    if (effect.kind !== 'download' || effect.certainty !== 'always' || effect.path === undefined) return [];
    const { path } = effect;
    if (isUnderMount(path, step) || !isInstallerName(path)) return [];
    const behind = step.effects.slice(i + 1);
    const isUsed = [...behind, ...later.flatMap((each) => each.step.effects)].some((each) =>
      opens(each, path),
    );
    if (!isUsed) return [];
    // What a later layer removes is told there.
    if ([...behind, ...later.flatMap((each) => each.step.effects)].some((each) => takesAway(each, path)))
      return [];
    const price = path.startsWith('/')
      ? pricing.priceFiles(step.evaluated, (each) => each === path)
      : undefined;
    const fix = makeFix(effect, step, later, model);
    return [
      {
        range: effect.command,
        message: `${baseName(path)} is downloaded, opened, and left lying${path.includes('/') ? ` in ${path.slice(0, path.lastIndexOf('/')) || '/'}` : ''}`,
        ...(price === undefined ? {} : { price }),
        fixText: 'Remove it in the same RUN, or pipe it into what unpacks it.',
        ...(fix === undefined ? {} : { fix }),
      },
    ];
  });
}

/** COPY of an archive that a RUN unpacks: ADD unpacks it without leaving it. */
function judgeCopies(
  each: ShippedStep,
  later: readonly ShippedStep[],
  { pricing }: DockerfileLook,
): readonly DockerfileVerdict[] {
  const { expanded } = each.step.evaluated;
  if (expanded.kind !== 'copy' || expanded.from !== undefined) return [];
  return listWrites(each).flatMap(({ path, sources = [] }) => {
    const name = baseName(sources[0] ?? '');
    if (!isPackedName(isPackedName(path) ? path : name)) return [];
    // The destination may be a folder that was there.
    const places = [path, `${path}/${name}`];
    const user = later.find(({ step }) =>
      step.effects.some((effect) => places.some((place) => opens(effect, place))),
    );
    if (user === undefined) return [];
    const price = pricing.priceContext(sources);
    return [
      {
        range: each.step.instruction,
        message: `${isPackedName(path) ? baseName(path) : name} is copied for line ${user.step.line} to unpack, and stays in its layer`,
        ...(price === undefined ? {} : { price }),
        fixText: /\.zip$/i.test(path)
          ? 'Mount it where it is unpacked: `RUN --mount=type=bind`.'
          : 'Use ADD, which unpacks it, or mount it where it is unpacked: `RUN --mount=type=bind`.',
      },
    ];
  });
}

/** Whether an effect reads the archive. */
function opens(effect: Effect, path: string): boolean {
  if (effect.kind === 'extract') return effect.archive === path;
  if (effect.kind === 'install')
    return (
      effect.files.some((file) => baseName(file) === baseName(path)) && /\.(?:deb|rpm|apk|whl)$/.test(path)
    );
  return false;
}

function takesAway(effect: Effect, path: string): boolean {
  if (effect.kind === 'remove') return effect.paths.some((each) => isTaken(path, each));
  if (effect.kind === 'move') return effect.from.some((each) => isTaken(path, each));
  return effect.kind === 'extract' && effect.isReplaced === true && effect.archive === path;
}

function isUnderMount(path: string, { mounts }: ModelStep): boolean {
  return mounts.some(({ target }) => isWithin(path, target));
}

function makeFix(
  { path }: DownloadEffect,
  step: ModelStep,
  later: readonly ShippedStep[],
  { staged, stages }: DockerfileModel,
): DockerfileFix | undefined {
  if (path === undefined || !/^\/?\w[\w./+~-]*$/.test(path) || path.includes('..')) return undefined;
  // A path that is not absolute is that of a folder which the base decides: nothing may have led elsewhere.
  if (!path.startsWith('/') && step.effects.some(({ kind }) => kind === 'change-folder')) return undefined;
  // It must have been opened here, and nothing behind may want it.
  if (!step.effects.some((effect) => opens(effect, path))) return undefined;
  const name = baseName(path);
  if (later.some((each) => each.step.instruction.joined.includes(name))) return undefined;
  if (
    stages.some(({ copiedOut }) => copiedOut.some(({ paths }) => paths.some((each) => isWithin(path, each))))
  )
    return undefined;
  const edit = appendCommand(step, `rm ${path}`, staged.dockerfile);
  return edit === undefined
    ? undefined
    : { safety: 'safe', edits: [edit], changes: `${path} is not in the image` };
}
