// The text for people. `check` gives the verdict and its reasons; `image` shows the layers and the largest files besides.

import { cutEnd, cutMiddle, wrapWords } from './cell-width.ts';
import { isYourBallast } from './choose-findings.ts';
import { foldText } from './fold-text.ts';
import { countOf } from './format-amount.ts';
import type { ImageReport } from './image-report.ts';
import { formatFindings } from './text/finding-list.ts';
import { formatHead } from './text/head-lines.ts';
import { formatLayerTable } from './text/layer-table.ts';
import { formatPackages } from './text/package-table.ts';
import type { TextOptions } from './text/text-options.ts';
import { formatTopPaths } from './text/top-paths.ts';
import { formatVerdict } from './text/verdict-lines.ts';
import { makeVisible } from './visible-text.ts';

export type { TextOptions } from './text/text-options.ts';

const WIDTH_MIN = 40;

/** What `plimsoll check` prints for one image; ends with a newline. */
export function formatCheckText(report: ImageReport, options: TextOptions): string {
  const layout = withRoom(options);
  return join(
    [
      ...formatHead(report, layout),
      '',
      ...formatFindings(report, layout),
      ...formatBaseHint(report, layout.width),
      ...formatVerdict(report.verdict, layout.palette),
    ],
    layout.width,
  );
}

/** What `plimsoll image` prints; ends with a newline. */
export function formatImageText(report: ImageReport, options: TextOptions): string {
  const layout = withRoom(options);
  const topPaths = formatTopPaths(report, layout);
  const packages = formatPackages(report, layout);
  return join(
    [
      ...formatHead(report, layout),
      ...formatTarget(report, layout.width),
      '',
      ...(report.layers.length === 0 ? [] : [...formatLayerTable(report, layout), '']),
      ...(topPaths.length === 0 ? [] : [...topPaths, '']),
      ...(packages.length === 0 ? [] : [...packages, '']),
      ...formatFindings(report, layout),
      ...formatVerdict(report.verdict, layout.palette),
    ],
    layout.width,
  );
}

/** Whoever fails for what the lowest layer holds should know that it may be counted apart. */
function formatBaseHint({ base, findings, layers, verdict }: ImageReport, width: number): readonly string[] {
  const isAsked = base === null && layers.length > 1 && verdict.failingCount > 0;
  if (!isAsked || !findings.some((finding) => finding.layer === 0 && isYourBallast(finding))) return [];
  const hint =
    "Layer 0 may be a base image's: with --base IMAGE, findings in its layers are not counted as yours.";
  return [...wrapWords(hint, width), ''];
}

function formatTarget({ base, target }: ImageReport, width: number): readonly string[] {
  const known =
    base === null
      ? 'not known; --base IMAGE names it, and its findings are then not counted as yours.'
      : `${makeVisible(base.reference)}, ${countOf(base.layerCount, 'layer')}`;
  const platform = target.platform === '' ? 'not stated' : makeVisible(target.platform);
  return [cutEnd(`Platform: ${platform}  ${target.digest}`, width), cutMiddle(`Base: ${known}`, width)];
}

function withRoom(options: TextOptions): TextOptions {
  return { ...options, width: Math.max(WIDTH_MIN, options.width) };
}

function join(lines: readonly string[], width: number): string {
  return `${foldText(lines.join('\n'), width)}\n`;
}
