// Files that a later layer deletes: they are gone for the container and still shipped to everybody who pulls the image.
import type { FixContext, ViewRule } from './rule.ts';

export const hiddenDeleted: ViewRule = {
  kind: 'view',
  view: 'deleted',
  id: 'hidden-deleted',
  title: 'Files deleted by a later layer',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  what: 'files that a later layer deletes',
  fix: ({ instruction }: FixContext) =>
    instruction !== null && /^(?:COPY|ADD)\b/.test(instruction)
      ? 'Use the files without copying them: RUN --mount=type=bind, or a stage of their own.'
      : 'Delete them at the end of the RUN that makes them, or keep them out with RUN --mount=type=cache.',
};
