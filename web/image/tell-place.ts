// A finding in one line behind its title.
import type { PageFinding } from '../../src/report/page/image-page.ts';

const PLACE_CHARACTERS = 160;

/** What a finding's title does not say: which, where, and by which instruction. */
export function tellPlace(finding: PageFinding, title: string): string {
  const { message, folder, paths, fileCount, layer, instruction, place } = finding;
  const only = fileCount === 1 ? paths[0]?.path : undefined;
  const parts = [
    ...(message.toLowerCase() === title.toLowerCase() ? [] : [message]),
    ...(place === null ? [] : [place]),
    ...(only !== undefined ? [`/${only}`] : fileCount > 0 ? [`/${folder}`] : []),
    ...(layer === null ? [] : [`layer ${layer}${instruction === null ? '' : `: ${instruction}`}`]),
  ];
  const text = parts.join(' · ');
  return text.length <= PLACE_CHARACTERS ? text : `${text.slice(0, PLACE_CHARACTERS)}…`;
}
