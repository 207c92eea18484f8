// How a build is made to stand on the very images of this run, whatever the tags in its Dockerfile mean by now: by named contexts
// where the engine has them, else by a build argument where a FROM is one ARG alone, else by an edit of a temporary Dockerfile. A
// name with a digest can only be edited.

import { applyEdits, type TextEdit } from '../../../../dockerfile/editing/text-edit.ts';
import type { BuildInputs } from '../../../../dockerfile/evaluation/build-inputs.ts';
import { readImageName } from '../../../../dockerfile/evaluation/image-name.ts';
import type { StagedDockerfile } from '../../../../dockerfile/stages/read-stages.ts';
import type { MakeBase } from '../make-input.ts';
import { type BaseName, findBaseNames, findFinalBase } from './find-base-names.ts';

/** What the build is given beside what it has. */
export interface FollowedBases {
  readonly namedContexts: Readonly<Record<string, string>>;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** The Dockerfile's text to be built, where it had to be edited. */
  readonly text: string | undefined;
  /** What the final stage stands on; undefined where that is no image of the list. */
  readonly finalBase: MakeBase | undefined;
}

const IMAGE_CONTEXT = 'docker-image://';
const ONE_ARGUMENT = /^\$(?:\{(\w+)\}|(\w+))$/;

/** Makes every stage follow; what the list does not have stays as it is. Throws DOCKERFILE_INVALID. */
export function followBases(
  staged: StagedDockerfile,
  inputs: BuildInputs,
  bases: readonly MakeBase[],
  takesNamedContexts: boolean,
): FollowedBases {
  const byReference = new Map(bases.map((base) => [base.reference, base]));
  const own = inputs.namedContexts ?? {};
  const namedContexts: Record<string, string> = { ...pinContexts(own, byReference) };
  const buildArgs: Record<string, string> = {};
  const edits: TextEdit[] = [];
  const names = findBaseNames(staged, inputs);
  const taken = new Set(Object.keys(own).map((name) => readImageName(name)?.familiar));
  for (const name of names) {
    const base = byReference.get(name.reference) ?? byReference.get(withoutDigest(name.reference));
    const familiar = readImageName(name.expanded)!.familiar;
    if (base === undefined || taken.has(familiar)) continue;
    if (readImageName(base.pull)?.full === name.reference) continue;
    if (takesNamedContexts && !name.expanded.includes('@')) {
      // BuildKit asks by the short name, buildah by the written one.
      for (const key of new Set([familiar, name.expanded])) namedContexts[key] = IMAGE_CONTEXT + base.pull;
      continue;
    }
    const argument = findSoleArgument(staged, names, name);
    if (argument === undefined) edits.push({ ...name.range, text: base.pull });
    else buildArgs[argument] = base.pull;
  }
  const { text } = staged.dockerfile.source;
  const final = findFinalBase(staged, names, inputs.target);
  return {
    namedContexts,
    buildArgs,
    text: edits.length === 0 ? undefined : applyEdits(text, edits),
    finalBase:
      final === undefined
        ? undefined
        : (byReference.get(final.reference) ?? byReference.get(withoutDigest(final.reference))),
  };
}

/** The name that a digest stands beside; `latest` where there is no tag. */
function withoutDigest(reference: string): string {
  const name = reference.split('@', 1)[0]!;
  return readImageName(name)?.full ?? name;
}

/** Named contexts that are images follow too: by what they name, or by their own name. */
function pinContexts(
  contexts: Readonly<Record<string, string>>,
  byReference: ReadonlyMap<string, MakeBase>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(contexts).map(([name, value]) => {
      const named = value.startsWith(IMAGE_CONTEXT) ? value.slice(IMAGE_CONTEXT.length) : undefined;
      const full = named === undefined ? undefined : readImageName(named)?.full;
      const base = byReference.get(full ?? value) ?? byReference.get(name);
      return [name, base === undefined ? value : IMAGE_CONTEXT + base.pull];
    }),
  );
}

/** The argument that a FROM is alone, where nothing else of the file speaks of it. */
function findSoleArgument(
  { dockerfile, globalArgs }: StagedDockerfile,
  names: readonly BaseName[],
  { written, kind, reference }: BaseName,
): string | undefined {
  const argument = kind === 'from' ? argumentOf(written) : undefined;
  if (argument === undefined) return undefined;
  const declared = globalArgs.flatMap(({ args }) => args).filter(({ name }) => name === argument);
  const uses = names.filter((one) => argumentOf(one.written) === argument);
  const mentions = dockerfile.source.text.match(new RegExp(`\\b${argument}\\b`, 'g')) ?? [];
  const isSole = declared.length === 1 && mentions.length === declared.length + uses.length;
  return isSole && uses.every((one) => one.reference === reference) ? argument : undefined;
}

function argumentOf(written: string): string | undefined {
  const [, braced, bare] = ONE_ARGUMENT.exec(written) ?? [];
  return braced ?? bare;
}
