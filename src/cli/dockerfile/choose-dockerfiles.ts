// Which Dockerfiles a run looks at, and in which ways each of them is built.
import type { BuildInputs } from '../../dockerfile/evaluation/build-inputs.ts';
import { chooseBuilds } from '../context/choose-builds.ts';
import type { ContextFlags } from '../context/context-flags.ts';
import type { Project } from '../find-project.ts';
import type { ChosenDockerfile } from './report-file.ts';

/** The Dockerfiles of projects; builds of a bake or compose file that share one are builds of one file. */
export async function chooseDockerfiles(
  projects: readonly Project[],
  flags: ContextFlags,
  onProblem: (line: string) => void,
): Promise<readonly ChosenDockerfile[]> {
  const byFile = new Map<string, { text?: string; builds: BuildInputs[] }>();
  for (const { folder, file } of projects)
    for (const build of await chooseBuilds(
      folder,
      file === undefined ? flags : { ...flags, file },
      onProblem,
    )) {
      const { dockerfilePath, dockerfileText, inputs } = build;
      const key = dockerfileText === undefined ? dockerfilePath : `${dockerfilePath}\0${dockerfileText}`;
      const known = byFile.get(key);
      if (known !== undefined) known.builds.push(inputs);
      else
        byFile.set(key, {
          builds: [inputs],
          ...(dockerfileText === undefined ? {} : { text: dockerfileText }),
        });
    }
  return [...byFile].map(([key, each]) => ({ file: key.split('\0', 1)[0]!, ...each }));
}
