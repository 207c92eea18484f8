// A Dockerfile's text judged for one build: what `plimsoll check` finds in it, where nothing but the text is known.
import { createTextSearch } from '../../contents/secrets/find-text-secrets.ts';
import { decodeDockerfile } from '../../dockerfile/dockerfile-text.ts';
import { type ModelInputs, modelDockerfile } from '../../dockerfile/model/model-dockerfile.ts';
import { parseDockerfile } from '../../dockerfile/parsing/parse-dockerfile.ts';
import { readStages } from '../../dockerfile/stages/read-stages.ts';
import { readSuppressions } from '../../dockerfile/suppression/read-suppressions.ts';
import type { Suppression } from '../../dockerfile/suppression/suppression.ts';
import { judgeSuppressions, takeSuppressed } from './apply-suppressions.ts';
import type { DockerfileFinding } from './dockerfile-finding.ts';
import { judgeDockerfile } from './judge-dockerfile.ts';
import { NO_PRICING } from './pricing.ts';

/** What is built, and under which name findings are told. */
export interface JudgeDockerfileOptions {
  /** `Dockerfile` where it is not given. */
  readonly file?: string;
  /** Target, build arguments and platform; the last stage for linux/amd64 where it is not given. */
  readonly build?: ModelInputs;
}

/**
 * Findings of the text, the severest first; those that comments in it take back are left out. Throws DOCKERFILE_INVALID where
 * no builder would build it.
 */
export async function judgeDockerfileText(
  text: string,
  { file = 'Dockerfile', build = { platform: 'linux/amd64' } }: JudgeDockerfileOptions = {},
): Promise<readonly DockerfileFinding[]> {
  const dockerfile = parseDockerfile(decodeDockerfile(Buffer.from(text)));
  const models = [modelDockerfile(readStages(dockerfile), build)];
  const suppressions = readSuppressions(dockerfile);
  const used = new Set<Suppression>();
  const look = { file, pricing: NO_PRICING, findSecrets: await createTextSearch('') };
  const { kept } = takeSuppressed(judgeDockerfile(models, look), suppressions, used);
  return [...kept, ...judgeSuppressions(suppressions, used, file)];
}
