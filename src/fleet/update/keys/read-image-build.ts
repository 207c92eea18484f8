// The build of an image of the graph, read and evaluated for one platform.
import { type ReadBuild, readBuild } from '../../../context/inspection/read-build.ts';
import type { ImageBuild } from '../graph/update-graph.ts';

/** Reads it; throws as `readBuild`. A base that an argument without a value names is no reason to refuse it. */
export function readImageBuild(build: ImageBuild, platform: string): ReadBuild {
  const { target, args, namedContexts, dockerfilePath, inlineDockerfile } = build;
  const inputs = {
    ...(target === undefined ? {} : { target }),
    buildArgs: args,
    platform,
    namedContexts,
    takesOpenBases: true,
  };
  return readBuild(dockerfilePath, inputs, inlineDockerfile);
}
