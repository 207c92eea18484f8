// Build instructions as the image's history tells them, brought back to what stands in a Dockerfile.

/** The instruction of a `created_by`: without the shell, BuildKit's marks and the classic builder's `#(nop)`; null where unknown. */
export function cleanInstruction(createdBy: string | undefined): string | null {
  if (createdBy === undefined || createdBy.trim() === '') return null;
  const text = createdBy
    .replace(/\s*# buildkit\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
  const nop = /^(?:\/bin\/sh -c )?#\(nop\)\s*(.*)$/.exec(text)?.[1];
  if (nop !== undefined) return nop;
  const shell = /^(?:RUN )?(?:\|\d+ .*?)?\/bin\/(?:ba|da|a)?sh (?:-\w+ )*-\w*c (.*)$/.exec(text)?.[1];
  return shell === undefined ? text : `RUN ${shell}`;
}
