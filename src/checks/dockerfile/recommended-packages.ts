// Packages that apt installs although nothing asked for them: those that others only recommend.
import type { InstallEffect } from '../../dockerfile/commands/effect.ts';
import type { TextEdit } from '../../dockerfile/editing/text-edit.ts';
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileFix, DockerfileRule } from './dockerfile-rule.ts';
import { insertPackages } from './fixes/edit-packages.ts';
import { needsOf } from './judging/package-needs.ts';
import { listShippedSteps, type ShippedStep } from './judging/shipped-steps.ts';

const OPTION = '--no-install-recommends';
/** Packages that recommend nothing: not worth a word where no index is at hand. */
const PLAIN: ReadonlySet<string> = new Set([
  'ca-certificates',
  'apt-transport-https',
  'apt-utils',
  'jq',
  'unzip',
  'zip',
  'xz-utils',
  'bzip2',
  'make',
  'nano',
  'tzdata',
  'locales',
  'gettext-base',
  'netcat',
  'netcat-openbsd',
  'netcat-traditional',
  'procps',
  'gosu',
  'tini',
  'dumb-init',
  'rsync',
  'libpq5',
  'libpq-dev',
  'zlib1g-dev',
  'libssl-dev',
  'libffi-dev',
  'libxml2-dev',
  'libxslt1-dev',
  'libyaml-dev',
  'libzip-dev',
  'libpng-dev',
  'libjpeg-dev',
]);

export const recommendedPackages: DockerfileRule = {
  kind: 'dockerfile',
  id: 'recommended-packages',
  title: 'Packages that are only recommended',
  severity: 'warning',
  peers: ['DL3015'],
  silentBytes: 500_000,
  floorBytes: 1_000_000,
  fixSafety: 'named',
  judge: (model, { pricing }) => {
    const present = new Set<string>();
    let isOff = false;
    const shipped = listShippedSteps(model);
    const text = shipped
      .map(({ step: { instruction } }) => `${instruction.name} ${instruction.joined}`)
      .join('\n');
    return shipped.flatMap((each) => {
      isOff ||= turnsOff(each);
      for (const name of installedBy(each.step.effects)) present.add(name);
      if (isOff) return [];
      const installs = each.step.effects.filter(
        (effect): effect is InstallEffect =>
          effect.kind === 'install' &&
          effect.manager === 'apt' &&
          effect.withRecommends === undefined &&
          effect.isDownloadOnly !== true &&
          effect.packages.length > 0,
      );
      const [first] = installs;
      if (first === undefined) return [];
      const names = installs.flatMap(({ packages }) => packages.map(({ name }) => name));
      const needs = needsOf(names, present, text);
      // What else is installed stays, and what is named instead.
      const beside = [...needs, ...namesBeside(shipped, installs)];
      const isComplete = installs.every((effect) => effect.isComplete);
      const price = isComplete ? pricing.priceRecommends({ stage: each.stage, names, beside }) : undefined;
      const isPlain = isComplete && names.every((name) => PLAIN.has(name));
      if (price === undefined && isPlain) return [];
      const fix = makeFix(installs, needs, each, model);
      return [
        {
          range: first.command,
          message: `\`${first.program} install\` also brings packages that are only recommended`,
          ...(price === undefined ? {} : { price }),
          fixText: adviceOf(first, needs),
          ...(fix === undefined ? {} : { fix }),
        },
      ];
    });
  },
};

function installedBy(effects: ShippedStep['step']['effects']): readonly string[] {
  return effects.flatMap((effect) =>
    effect.kind === 'install' && effect.manager === 'apt' ? effect.packages.map(({ name }) => name) : [],
  );
}

/** Packages that other commands install, by their names. */
function namesBeside(shipped: readonly ShippedStep[], installs: readonly InstallEffect[]): readonly string[] {
  return shipped.flatMap(({ step }) =>
    installedBy(step.effects.filter((effect) => !installs.some((own) => own === effect))),
  );
}

/** apt's own settings, written or copied. */
function turnsOff({ step }: ShippedStep): boolean {
  const { expanded } = step.evaluated;
  if (expanded.kind === 'copy' || expanded.kind === 'add')
    return expanded.destination.startsWith('/etc/apt/apt.conf');
  return (
    step.effects.some(({ command, kind }) => kind === 'write' && command.redirections.length > 0) &&
    /Install-Recommends/i.test(step.instruction.joined)
  );
}

function optionOf({ program }: InstallEffect): string {
  return program === 'aptitude' ? '--without-recommends' : OPTION;
}

function adviceOf(effect: InstallEffect, needs: readonly string[]): string {
  const also = needs.length === 0 ? '' : `, and name ${needs.join(', ')}, which would otherwise be missing`;
  return `Use \`${optionOf(effect)}\`${also}.`;
}

function makeFix(
  installs: readonly InstallEffect[],
  needs: readonly string[],
  { step }: ShippedStep,
  { staged }: DockerfileModel,
): DockerfileFix | undefined {
  if (step.evaluated.isTriggered) return undefined;
  const edits: TextEdit[] = [];
  for (const [i, effect] of installs.entries()) {
    const { verb, packages, command } = effect;
    if (verb === undefined || !verb.isPlain || verb.via !== undefined) return undefined;
    const option: TextEdit = { start: verb.end, end: verb.end, text: ` ${optionOf(effect)}` };
    const own = i === 0 ? needs : [];
    const names = own.length === 0 ? undefined : insertPackages(packages, own, command, staged.dockerfile);
    if (names !== undefined) edits.push(option, names);
    else edits.push({ ...option, text: [option.text, ...own].join(' ') });
  }
  const also =
    needs.length === 0 ? '' : `; ${needs.join(', ')} ${needs.length > 1 ? 'are' : 'is'} named instead`;
  return { safety: 'named', edits, changes: `packages that are only recommended are not installed${also}` };
}
