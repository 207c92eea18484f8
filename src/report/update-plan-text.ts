// The text of `plimsoll update plan`: what is stale, wave by wave, each image with its reasons down to the root.
import type { PlannedImage, StepCost } from '../fleet/update/planning/update-plan.ts';
import { cutEnd, wrapWords } from './cell-width.ts';
import { countOf, formatBytes, formatCount } from './format-amount.ts';
import type { TextOptions } from './text/text-options.ts';
import { describeChain } from './update-plan-reasons.ts';
import type { UpdatePlanReport } from './update-plan-report.ts';
import { makeVisible } from './visible-text.ts';

const SHOWN_IMAGES = 60;
const SHOWN_FINDINGS = 20;
const SHOWN_REASONS = 3;

/** Platforms of one image of which the plan says the same. */
interface TextGroup {
  readonly first: PlannedImage;
  readonly platforms: string[];
}

/** What `update plan` prints; ends with a newline. */
export function formatUpdatePlanText(report: UpdatePlanReport, options: TextOptions): string {
  const { plan } = report;
  const { palette, width } = options;
  const stale = plan.images.filter(({ action }) => action !== 'leave');
  const lines = [
    ...wrapWords(describeTotals(report, stale), width).map(palette.strong),
    ...(stale.length === 0 ? [] : wrapWords(describeCost(stale), width)),
    '',
    ...formatWaves(stale, options),
    ...formatFindings(report, options),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function describeTotals(
  { plan, since, ifChanged }: UpdatePlanReport,
  stale: readonly PlannedImage[],
): string {
  const all = countOf(plan.images.length, 'image');
  const asked =
    since === undefined && ifChanged.length === 0
      ? undefined
      : [...(since === undefined ? [] : [`what changed since ${since}`]), ...ifChanged]
          .map(makeVisible)
          .join(', ');
  if (stale.length === 0)
    return asked === undefined ? `none of ${all} is stale` : `none of ${all} is touched by ${asked}`;
  const rebases = stale.filter(({ action }) => action === 'rebase').length;
  const head = `${formatCount(stale.length)} of ${all} ${asked === undefined ? 'stale' : `touched by ${asked}`}`;
  return `${head}: ${formatCount(rebases)} to rebase, ${formatCount(stale.length - rebases)} to rebuild, in ${countOf(plan.waves, 'wave')}`;
}

/** What is known, and of how many it is known. What images share a node pulls once: of that the largest is told, and no sum. */
function describeCost(stale: readonly PlannedImage[]): string {
  const of = (
    field: keyof StepCost,
    join: (a: number, b: number) => number,
    format: (amount: number) => string,
  ): string => {
    const known = stale.map(({ cost }) => cost[field]).filter((value) => value !== null);
    if (known.length === 0) return 'not known';
    const total = format(known.reduce((a, b) => join(a, b), 0));
    return known.length === stale.length
      ? total
      : `${total} for the ${formatCount(known.length)} of which it is known`;
  };
  const add = (a: number, b: number): number => a + b;
  return [
    `time, as of the last run: ${of('seconds', add, formatDuration)}`,
    `pushed: ${of('pushedBytes', add, formatBytes)}`,
    `pulled by a node for one image, at most: ${of('pulledBytes', Math.max, formatBytes)}`,
  ].join('; ');
}

function formatWaves(stale: readonly PlannedImage[], options: TextOptions): readonly string[] {
  const { palette, width, showsAll } = options;
  const groups = groupPlatforms(stale).sort((a, b) => a.first.wave - b.first.wave);
  const shown = groups.slice(0, showsAll ? groups.length : SHOWN_IMAGES);
  let wave = -1;
  const lines = shown.flatMap(({ first, platforms }) => {
    const { id, action, noCache, because, hasMoreReasons, cost } = first;
    const heading = first.wave === wave ? [] : [palette.faint(`wave ${first.wave + 1}`)];
    wave = first.wave;
    const shownReasons = showsAll ? because : because.slice(0, SHOWN_REASONS);
    const left = because.length - shownReasons.length;
    const more =
      left > 0 || hasMoreReasons
        ? [palette.faint(`    and ${left > 0 && !hasMoreReasons ? left : 'more'} reasons`)]
        : [];
    const words = [`${action}${noCache ? ' without cache' : ''}`, ...describeOne(cost)].join(', ');
    return [
      ...heading,
      cutEnd(`  ${makeVisible(id)} ${platforms.join(' ')}: ${words}`, width),
      ...shownReasons.flatMap((chain) =>
        wrapWords(`because ${describeChain(chain)}`, width - 4).map((line) => palette.faint(`    ${line}`)),
      ),
      ...more,
    ];
  });
  const left = groups.length - shown.length;
  return [
    ...lines,
    ...(left === 0 ? [] : [palette.faint(`and ${countOf(left, 'image')} more; --all shows them`)]),
    '',
  ];
}

function groupPlatforms(images: readonly PlannedImage[]): TextGroup[] {
  const groups = new Map<string, TextGroup>();
  for (const one of images) {
    const { id, action, noCache, wave, because, cost } = one;
    const key = JSON.stringify([id, action, noCache, wave, because.map(describeChain), cost]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { first: one, platforms: [one.platform] });
    else known.platforms.push(one.platform);
  }
  return [...groups.values()];
}

function describeOne({ seconds, pushedBytes, pulledBytes }: StepCost): readonly string[] {
  return [
    ...(seconds === null ? [] : [formatDuration(seconds)]),
    ...(pushedBytes === null ? [] : [`${formatBytes(pushedBytes)} pushed`]),
    ...(pulledBytes === null ? [] : [`${formatBytes(pulledBytes)} pulled`]),
  ];
}

function formatDuration(seconds: number): string {
  if (seconds < 99.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${formatCount(Math.round(minutes / 60))} h`;
}

function formatFindings(
  { plan }: UpdatePlanReport,
  { width, showsAll, palette }: TextOptions,
): readonly string[] {
  const { findings } = plan;
  if (findings.length === 0) return [];
  const shown = findings.slice(0, showsAll ? findings.length : SHOWN_FINDINGS);
  const left = findings.length - shown.length;
  return [
    palette.strong(countOf(findings.length, 'finding')),
    ...shown.flatMap(({ subject, line, message, images }) => {
      const of = images.length === 0 ? '' : ` (${countOf(images.length, 'image')})`;
      return wrapWords(
        `${makeVisible(subject)}${line === undefined ? '' : `:${line}`}: ${makeVisible(message)}${of}`,
        width,
      );
    }),
    ...(left === 0 ? [] : [palette.faint(`and ${formatCount(left)} more; --all shows them`)]),
  ];
}
