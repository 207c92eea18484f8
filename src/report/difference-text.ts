// The text of two images side by side, for people: the verdict first, then what the pair costs and the few largest causes.

import type { DifferenceReport } from './difference-report.ts';
import { foldText } from './fold-text.ts';
import { formatConfigs } from './text/difference/config-lines.ts';
import { formatCosts } from './text/difference/cost-table.ts';
import { formatFileDifferences } from './text/difference/file-tables.ts';
import { formatFindingDifferences } from './text/difference/finding-table.ts';
import { formatDifferenceHead, isSameImage } from './text/difference/head-lines.ts';
import { formatOwnLayers } from './text/difference/own-layers.ts';
import { formatPackageDifferences } from './text/difference/package-tables.ts';
import { formatDifferenceVerdict } from './text/difference/verdict-lines.ts';
import type { TextOptions } from './text/text-options.ts';

const WIDTH_MIN = 40;

/** What `plimsoll diff` prints; ends with a newline. */
export function formatDifferenceText(report: DifferenceReport, options: TextOptions): string {
  const layout = { ...options, width: Math.max(WIDTH_MIN, options.width) };
  const differences = isSameImage(report)
    ? []
    : [
        formatCosts(report, layout),
        formatPackageDifferences(report, layout),
        formatFileDifferences(report, layout),
        formatFindingDifferences(report, layout),
        formatOwnLayers(report, layout),
        formatConfigs(report, layout),
      ];
  const sections = [
    formatDifferenceHead(report, layout),
    ...differences,
    formatDifferenceVerdict(report, layout),
  ].filter((lines) => lines.length > 0);
  return `${foldText(sections.map((lines) => lines.join('\n')).join('\n\n'), layout.width)}\n`;
}
