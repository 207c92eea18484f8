// Values of the ARGs before the first FROM (buildMetaArgs of BuildKit).
import type { StagedDockerfile } from '../stages/read-stages.ts';
import { type BuildInputs, ownValue } from './build-inputs.ts';
import { expandAt } from './link-stages.ts';

/** What FROM sees, and what an ARG without a value takes within a stage. */
export function globalValues(
  { dockerfile, globalArgs }: StagedDockerfile,
  predefined: ReadonlyMap<string, string>,
  { buildArgs }: BuildInputs,
): ReadonlyMap<string, string> {
  const values = new Map(predefined);
  for (const { instruction, args } of globalArgs)
    for (const { name, value } of args) {
      const given = ownValue(buildArgs, name);
      if (given !== undefined) values.set(name, given);
      else if (value !== undefined)
        values.set(
          name,
          expandAt(value, (other) => values.get(other), dockerfile.escape, instruction.startLine),
        );
    }
  return values;
}
