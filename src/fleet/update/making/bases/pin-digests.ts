// Digest-pinned names in a Dockerfile of the tree follow what was made: the digest is replaced, byte for byte, and nothing else.
import { applyEdits, type TextEdit } from '../../../../dockerfile/editing/text-edit.ts';
import type { BuildInputs } from '../../../../dockerfile/evaluation/build-inputs.ts';
import { readImageName } from '../../../../dockerfile/evaluation/image-name.ts';
import type { StagedDockerfile } from '../../../../dockerfile/stages/read-stages.ts';
import { findBaseNames } from './find-base-names.ts';

const DIGEST_AT_END = /@sha256:[0-9a-f]{64}$/;

/**
 * The text with new digests. `digestOf` is asked by the full name without its digest; a name that arguments make is left alone.
 * Throws DOCKERFILE_INVALID.
 */
export function pinDigests(
  staged: StagedDockerfile,
  inputs: BuildInputs,
  digestOf: (reference: string) => string | undefined,
): string {
  const edits: TextEdit[] = [];
  for (const { written, range } of findBaseNames(staged, inputs)) {
    const pinned = DIGEST_AT_END.exec(written);
    if (pinned === null || written.includes('$')) continue;
    const digest = digestOf(readImageName(written.slice(0, pinned.index))!.full);
    if (digest === undefined || pinned[0] === `@${digest}`) continue;
    edits.push({ start: range.end - pinned[0].length + 1, end: range.end, text: digest });
  }
  return applyEdits(staged.dockerfile.source.text, edits);
}
