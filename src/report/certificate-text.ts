// A certificate in a few lines for people.
import type { Certificate } from '../rewrite/proof/certificate.ts';
import { wrapWords } from './cell-width.ts';
import { countOf, formatBytes } from './format-amount.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const FILES_SHOWN = 5;

/** The lines. */
export function formatCertificate(
  { checks, verdict, operation }: Certificate,
  { palette, width, showsAll }: TextOptions,
): readonly string[] {
  const { merged, hiddenInKeptLayers: hidden, whiteoutCount } = checks;
  const told =
    verdict === 'proven'
      ? `${palette.good('Proven')}: read back, it shows ${operation.kind === 'squash' ? 'the same' : 'what was promised'} at all ${countOf(merged.pathCount, 'path')}, whether layers are merged or stacked as overlays; times in whole seconds.`
      : `${palette.warning('Not proven')}: ${countOf(merged.differenceCount + checks.overlay.differenceCount, 'path')} differ.`;
  const files = hidden.files.slice(0, showsAll ? hidden.files.length : FILES_SHOWN);
  const left = hidden.fileCount - files.length;
  const shipped =
    operation.keptLayers === 0
      ? ['Nothing hidden is left in it.']
      : hidden.fileCount === 0
        ? ['The new layer hides nothing, and nothing hidden is in the layers that stayed.']
        : [
            `Still shipped in the layers that stayed, though hidden: ${formatBytes(hidden.sizeBytes)} in ${countOf(hidden.fileCount, 'file')}${operation.kind === 'squash' ? ` (${countOf(whiteoutCount, 'whiteout')} in the new layer)` : ''}.`,
          ];
  return [
    ...wrapWords(told, width),
    ...shipped.flatMap((line) => wrapWords(line, width)),
    ...files.map(
      ({ path, sizeBytes, layer }) =>
        `  ${formatBytes(sizeBytes).padStart(8)}  ${makeVisible(path)} (layer ${layer})`,
    ),
    ...(left > 0 ? [`  and ${countOf(left, 'more', 'more')}`] : []),
  ];
}
