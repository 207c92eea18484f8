// Editors, debuggers and other tools of people that are installed in what is shipped.
import type { NamedPackage } from '../../dockerfile/commands/effect.ts';
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileFix, DockerfileRule } from './dockerfile-rule.ts';
import { removePackage } from './fixes/edit-packages.ts';
import { type KeptPackages, listKeptPackages, listNamesBeside } from './judging/installed-packages.ts';
import { findWorkTool, isForTests, isWorkStage } from './judging/package-roles.ts';
import { listShippedSteps, startWords, targetOf } from './judging/shipped-steps.ts';

/** Data of programs. */
const SHARED = /\/usr\/share\/\S+/g;
const ADDS_REPOSITORIES = 'software-properties-common';

export const toolsShipped: DockerfileRule = {
  kind: 'dockerfile',
  id: 'tools-shipped',
  title: 'Editors, debuggers and tools of administrators that are shipped',
  severity: 'warning',
  peers: ['DL3001'],
  silentBytes: 500_000,
  floorBytes: 1_000_000,
  fixSafety: 'named',
  judge: (model, { pricing }) => {
    const target = targetOf(model);
    if (target === undefined || isWorkStage(target.name, target.baseImage?.name)) return [];
    if (isForTests(startWords(model))) return [];
    return listKeptPackages(model).flatMap((kept) => {
      const tools = kept.packages.filter((each) => isUnused(each, kept, model));
      const [first] = tools;
      if (first === undefined) return [];
      const names = tools.map(({ name }) => name);
      const { effect, shipped } = kept;
      const price = pricing.priceInstall({
        stage: shipped.stage,
        names,
        withRecommends: effect.withRecommends !== false,
        beside: listNamesBeside(model, names),
      });
      const fix = makeFix(tools, kept, model);
      return [
        {
          range: first.range,
          message: tell(names),
          ...(names.every((name) => findWorkTool(name)!.isSmall) ? { severity: 'advice' as const } : {}),
          ...(price === undefined ? {} : { price }),
          fixText: adviceOf(names),
          ...(fix === undefined ? {} : { fix }),
        },
      ];
    });
  },
};

function tell(names: readonly string[]): string {
  const [first = ''] = names;
  if (names.length > 1) return `${names.join(', ')} are tools of people: nothing in this file uses them`;
  if (first === ADDS_REPOSITORIES) return `${first} is only there to add a repository, and stays`;
  return `${first} is ${findWorkTool(first)!.what}: nothing in this file uses it`;
}

function adviceOf(names: readonly string[]): string {
  if (names.includes(ADDS_REPOSITORIES))
    return 'Write the repository to /etc/apt/sources.list.d, and its key to /etc/apt/keyrings, without it.';
  return 'Leave it out: `docker debug`, or a container beside this one, brings such tools when they are needed.';
}

/** Whether no instruction names its programs: RUN, CMD, HEALTHCHECK, ENV EDITOR. */
function isUnused({ name, range }: NamedPackage, { effect }: KeptPackages, model: DockerfileModel): boolean {
  const tool = findWorkTool(name);
  if (tool === undefined) return false;
  const others = listShippedSteps(model).map(({ step }) => step.instruction);
  return others.every(({ joined, start, end, heredocs }) => {
    // Cleaning up what a tool brought is no use of it.
    const text = [joined, ...heredocs.map(({ content }) => content)].join('\n').replace(SHARED, ' ');
    const own = start <= range.start && range.end <= end;
    // In its own instruction the list of packages names it.
    const rest = own ? withoutPackages(text, effect.packages) : text;
    return !tool.programs.test(rest);
  });
}

function withoutPackages(text: string, packages: readonly NamedPackage[]): string {
  const names = new Set(packages.map(({ name }) => name));
  return text
    .split(/\s+/)
    .filter(
      (word) =>
        !names.has(
          word
            .replace(/^[A-Za-z_]\w*=/, '')
            .replace(/["']/g, '')
            .replace(/[=:].*$/, ''),
        ),
    )
    .join(' ');
}

function makeFix(
  tools: readonly NamedPackage[],
  { effect, shipped: { step } }: KeptPackages,
  { staged }: DockerfileModel,
): DockerfileFix | undefined {
  if (step.evaluated.isTriggered || tools.length === effect.packages.length) return undefined;
  if (tools.some(({ name }) => name === ADDS_REPOSITORIES)) return undefined;
  const edits = tools.flatMap((tool) => removePackage(tool, effect.command, staged.dockerfile) ?? []);
  if (edits.length !== tools.length) return undefined;
  const names = tools.map(({ name }) => name);
  return {
    safety: 'named',
    edits,
    changes: `${names.join(', ')} ${names.length > 1 ? 'are' : 'is'} not in the image`,
  };
}
