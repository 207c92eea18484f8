// `update run --write`: Dockerfiles that name bases by digest follow what was made, for a commit or a pull request.
import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { replaceFile } from '../../context/repair/replace-file.ts';
import { decodeDockerfile, encodeDockerfile } from '../../dockerfile/dockerfile-text.ts';
import { parseDockerfile } from '../../dockerfile/parsing/parse-dockerfile.ts';
import { readStages } from '../../dockerfile/stages/read-stages.ts';
import type { UpdateGraph } from '../../fleet/update/graph/update-graph.ts';
import { pinDigests } from '../../fleet/update/making/bases/pin-digests.ts';

/** Writes them; gives the paths of those that changed, seen from the graph's root. `digestOf` is asked by full names. */
export function writePins(
  { root, images }: Pick<UpdateGraph, 'root' | 'images'>,
  digestOf: (reference: string) => string | undefined,
): readonly string[] {
  const written = new Set<string>();
  for (const { build } of images) {
    if (build === undefined || build.inlineDockerfile !== undefined) continue;
    const { dockerfilePath, args, target, namedContexts } = build;
    const before = readFileSync(dockerfilePath);
    const source = decodeDockerfile(before);
    const staged = readStages(parseDockerfile(source));
    const inputs = { buildArgs: args, namedContexts, ...(target === undefined ? {} : { target }) };
    const text = pinDigests(staged, inputs, digestOf);
    if (text === source.text) continue;
    const bytes = encodeDockerfile({ text, encoding: source.encoding });
    replaceFile({ path: dockerfilePath, before, bytes, what: 'the Dockerfile' });
    written.add(relative(root, dockerfilePath).split(sep).join('/'));
  }
  return [...written].sort();
}
