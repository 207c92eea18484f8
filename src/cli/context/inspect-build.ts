// One build: its contexts listed.
import type { ContextCrew } from '../../context/crew/context-crew.ts';
import { type InspectedContext, inspectContexts } from '../../context/inspection/inspect-context.ts';
import { readBuild } from '../../context/inspection/read-build.ts';
import type { ChosenBuild } from './chosen-build.ts';
import type { ContextFlags } from './context-flags.ts';

/** Lists all contexts of a build, and says nothing of them. */
export async function inspectBuild(
  { folder, dockerfilePath, dockerfileText, inputs }: ChosenBuild,
  { engine }: Pick<ContextFlags, 'engine'>,
  crew: ContextCrew,
): Promise<readonly InspectedContext[]> {
  const read = readBuild(dockerfilePath, inputs, dockerfileText);
  return (await inspectContexts(read, { folder, engine }, { crew })).map(({ context }) => context);
}
