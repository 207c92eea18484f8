// The builds of a file whose form is told by its name, as `docker bake` tells it.
import { readBakeFileHcl, readBakeFileJson } from './bake/read-bake.ts';
import { type BuildDefinitions, type DefinitionSurroundings, invalidDefinition } from './build-definition.ts';
import { readCompose } from './read-compose.ts';

/** Reads a bake file (`.hcl`, `.json`) or a compose file (`.yaml`, `.yml`); throws BUILD_DEFINITION_INVALID. */
export function readDefinitions(
  text: string,
  surroundings: DefinitionSurroundings,
  dotenv: Readonly<Record<string, string>> = {},
): BuildDefinitions {
  const { file } = surroundings;
  if (/\.hcl$/i.test(file)) return readBakeFileHcl(text, surroundings);
  if (/\.json$/i.test(file)) return readBakeFileJson(text, surroundings);
  if (/\.ya?ml$/i.test(file)) return readCompose(text, surroundings, dotenv);
  throw invalidDefinition(
    file,
    'its name does not tell what it is',
    undefined,
    'Bake files end in .hcl or .json, compose files in .yaml or .yml.',
  );
}
