// wget and curl both installed, where one of them does the work of both.
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileRule } from './dockerfile-rule.ts';
import { type KeptPackages, listKeptPackages, listNamesBeside } from './judging/installed-packages.ts';
import { isForWork } from './judging/package-roles.ts';
import { listShippedSteps, startWords, targetOf } from './judging/shipped-steps.ts';

type Fetcher = 'wget' | 'curl';

export const wgetAndCurl: DockerfileRule = {
  kind: 'dockerfile',
  id: 'wget-and-curl',
  title: 'wget and curl both installed',
  severity: 'advice',
  peers: ['DL4001'],
  silentBytes: 1_000_000,
  judge: (model, { pricing }) => {
    const target = targetOf(model);
    if (target === undefined || isForWork(target, startWords(model))) return [];
    const kept = listKeptPackages(model);
    const [wget, curl] = [installOf('wget', kept), installOf('curl', kept)];
    if (wget === undefined || curl === undefined) return [];
    const needless = lessUsed(model);
    if (needless === undefined) return [];
    const { found, place } = needless === 'wget' ? wget : curl;
    const price = pricing.priceInstall({
      stage: found.shipped.stage,
      names: [needless],
      withRecommends: false,
      beside: listNamesBeside(model, [needless]),
    });
    const other = needless === 'wget' ? 'curl' : 'wget';
    return [
      {
        range: place,
        message: `${needless} is installed beside ${other}, which fetches as well`,
        ...(price === undefined ? {} : { price }),
        fixText: `Fetch with ${other} alone.`,
      },
    ];
  },
};

function installOf(name: Fetcher, kept: readonly KeptPackages[]) {
  for (const found of kept) {
    const own = found.packages.find((each) => each.name === name);
    if (own !== undefined) return { found, place: own.range };
  }
  return undefined;
}

/** The one that fewer commands use; undefined where what starts or what checks uses both. */
function lessUsed(model: DockerfileModel): Fetcher | undefined {
  const steps = listShippedSteps(model).map(({ step }) => step);
  const isStarted = (name: Fetcher): boolean =>
    steps.some(
      ({ evaluated, instruction }) =>
        /^(?:cmd|entrypoint|healthcheck)$/.test(evaluated.expanded.kind) &&
        new RegExp(`\\b${name}\\b`).test(instruction.joined),
    );
  const [wgetStarts, curlStarts] = [isStarted('wget'), isStarted('curl')];
  if (wgetStarts && curlStarts) return undefined;
  if (wgetStarts) return 'curl';
  if (curlStarts) return 'wget';
  const uses = (name: Fetcher): number =>
    steps
      .flatMap(({ effects }) => effects)
      .filter((effect) => effect.kind === 'download' && effect.tool === name).length;
  return uses('curl') < uses('wget') ? 'curl' : 'wget';
}
