// Judges and repairs Dockerfiles as the program does, from the modules of the build: alone, without a context and without prices.
import { readFileSync } from 'node:fs';
import { takeSuppressed } from '../../../dist/checks/dockerfile/apply-suppressions.js';
import { fixDockerfile } from '../../../dist/checks/dockerfile/fixes/fix-dockerfile.js';
import { judgeDockerfile } from '../../../dist/checks/dockerfile/judge-dockerfile.js';
import { NO_PRICING } from '../../../dist/checks/dockerfile/pricing.js';
import { createTextSearch } from '../../../dist/contents/secrets/find-text-secrets.js';
import { decodeDockerfile, encodeDockerfile } from '../../../dist/dockerfile/dockerfile-text.js';
import { modelDockerfile } from '../../../dist/dockerfile/model/model-dockerfile.js';
import { parseDockerfile } from '../../../dist/dockerfile/parsing/parse-dockerfile.js';
import { readStages } from '../../../dist/dockerfile/stages/read-stages.js';
import { readSuppressions } from '../../../dist/dockerfile/suppression/read-suppressions.js';

const findSecrets = await createTextSearch('');

/** What no builder would build has a code; anything else that is thrown is a crash. */
export function isRefusal(error) {
  return error?.code === 'DOCKERFILE_INVALID';
}

/** Reads and judges a text; throws as the program does. */
export function judge(source, file) {
  const dockerfile = parseDockerfile(source);
  const model = modelDockerfile(readStages(dockerfile));
  const look = { file, pricing: NO_PRICING, findSecrets };
  const { kept } = takeSuppressed(judgeDockerfile([model], look), readSuppressions(dockerfile), new Set());
  const shellValidity = new Map(
    model.stages.flatMap(({ steps }) =>
      steps.flatMap(({ instruction, script }) =>
        script === undefined ? [] : [[instruction.start, script.isValid]],
      ),
    ),
  );
  return { dockerfile, findings: kept, shellValidity };
}

/** Repairs a text as `--fix` does, or with `named` as it does for those that ask for everything. */
export function repair(source, file, { named = false } = {}) {
  return fixDockerfile(source, {
    judge: (each) => judge(each, file),
    permit: (_, { safety }) => (safety === 'safe' || named ? 'apply' : { refused: 'only by name' }),
  });
}

/** By path: the instructions, the findings, and why the file was refused where it was. */
export async function judgeFiles(paths) {
  const judged = new Map();
  for (const path of paths) {
    try {
      const { dockerfile, findings } = judge(decodeDockerfile(readFileSync(path)), path);
      judged.set(path, { instructions: dockerfile.instructions, findings });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      judged.set(path, { instructions: [], findings: [], refusal: error.message });
    }
  }
  return judged;
}

export { decodeDockerfile, encodeDockerfile, parseDockerfile };
