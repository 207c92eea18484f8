// Where a secret is, in the lines of its finding: a file and the byte, or a place of the config. Never what it is.
import type { Finding, FoundSecret } from '../../checks/finding.ts';
import { cutMiddle } from '../cell-width.ts';
import { makeVisible } from '../visible-text.ts';

const OFFSETS_SHOWN = 3;
const PATHS_SHOWN = 3;

/** Whether the finding is about a secret. */
export function isSecret(finding: Finding): finding is Finding & { readonly secret: FoundSecret } {
  return finding.secret !== null;
}

/** The lines that tell the place; `hidden` is what the finding says of its hiding. */
export function formatSecretPlace(
  finding: Finding & { readonly secret: FoundSecret },
  hidden: string,
  room: number,
): readonly string[] {
  const { secret, paths, fileCount } = finding;
  if (paths.length === 0) return [formatPlaces(secret)];
  const lines = paths.slice(0, PATHS_SHOWN).map(({ path }) => cutMiddle(`/${makeVisible(path)}`, room));
  const left = fileCount - lines.length;
  return [
    ...lines,
    ...(left > 0 ? [`and ${left} more`] : []),
    `${formatOffsets(secret)}${hidden}`,
    ...(secret.hiddenByInstruction === null ? [] : [`hidden by ${makeVisible(secret.hiddenByInstruction)}`]),
  ].map((line) => cutMiddle(line, room));
}

function formatOffsets({ offsets, count }: FoundSecret): string {
  const told = offsets
    .slice(0, OFFSETS_SHOWN)
    .map(({ offsetBytes, member }) =>
      member === null ? `byte ${offsetBytes}` : `${makeVisible(member)}, byte ${offsetBytes}`,
    );
  const left = count - told.length;
  return `at ${told.join('; ')}${left > 0 ? ` and ${left} more` : ''}`;
}

function formatPlaces({ places }: FoundSecret): string {
  const told = places.slice(0, OFFSETS_SHOWN).map(({ place, name, step }) => {
    if (name !== null) return `${place} ${makeVisible(name)}`;
    return step === null ? place : `${place}, step ${step}`;
  });
  const left = places.length - told.length;
  return `in the config: ${told.join('; ')}${left > 0 ? ` and ${left} more` : ''}`;
}
