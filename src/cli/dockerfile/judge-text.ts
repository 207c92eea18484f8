// One Dockerfile's text, judged for all of its builds: findings, and those that comments and plimsoll.yaml take out.
import { judgeSuppressions, takeSuppressed } from '../../checks/dockerfile/apply-suppressions.ts';
import type { DockerfileFinding } from '../../checks/dockerfile/dockerfile-finding.ts';
import type { DockerfileLook } from '../../checks/dockerfile/dockerfile-rule.ts';
import { DOCKERFILE_INVALID } from '../../checks/dockerfile/dockerfile-rules.ts';
import type { JudgedText } from '../../checks/dockerfile/fixes/fix-dockerfile.ts';
import { judgeDockerfile } from '../../checks/dockerfile/judge-dockerfile.ts';
import type { DockerfileText } from '../../dockerfile/dockerfile-text.ts';
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import { type ModelInputs, modelDockerfile } from '../../dockerfile/model/model-dockerfile.ts';
import { parseDockerfile } from '../../dockerfile/parsing/parse-dockerfile.ts';
import { readStages } from '../../dockerfile/stages/read-stages.ts';
import { readSuppressions } from '../../dockerfile/suppression/read-suppressions.ts';
import type { Suppression } from '../../dockerfile/suppression/suppression.ts';
import type { PlimsollError } from '../../errors.ts';
import type {
  IgnoredDockerfileFinding,
  SuppressedDockerfileFinding,
} from '../../report/dockerfile-report.ts';
import { createPathGlob, matchesWildcard } from '../settings/match-glob.ts';
import type { IgnoreSetting } from '../settings/settings.ts';

/** What stays the same while a text is repaired. */
export interface TextSurroundings {
  /** One for each way in which the file is built. */
  readonly builds: readonly ModelInputs[];
  readonly look: DockerfileLook;
  readonly ignores: readonly IgnoreSetting[];
}

/** A text with all that is said of it. */
export interface JudgedDockerfile extends JudgedText {
  readonly models: readonly DockerfileModel[];
  readonly ignored: readonly IgnoredDockerfileFinding[];
  readonly suppressed: readonly SuppressedDockerfileFinding[];
  readonly usedIgnores: readonly IgnoreSetting[];
}

/** A text that was understood. */
type ReadText = Pick<JudgedDockerfile, 'dockerfile' | 'models'>;

/** Judges a text; throws DOCKERFILE_INVALID where no builder would build it. */
export function judgeText(source: DockerfileText, around: TextSurroundings): JudgedDockerfile {
  const dockerfile = parseDockerfile(source);
  const staged = readStages(dockerfile);
  const models = around.builds.map((inputs) => modelDockerfile(staged, inputs));
  return judgeRead({ dockerfile, models }, around);
}

/** Judges a text that was understood before, of the same builds: only the look differs. */
export function judgeRead(
  { dockerfile, models }: ReadText,
  { look, ignores }: Omit<TextSurroundings, 'builds'>,
): JudgedDockerfile {
  const suppressions = readSuppressions(dockerfile);
  const used = new Set<Suppression>();
  const { kept, suppressed } = takeSuppressed(judgeDockerfile(models, look), suppressions, used);
  const all = [...kept, ...judgeSuppressions(suppressions, used, look.file)];
  const { findings, ignored, usedIgnores } = acceptDockerfileFindings(all, ignores);
  return {
    dockerfile,
    shellValidity: readShellValidity(models),
    models,
    findings,
    ignored,
    suppressed: suppressed.map(({ finding, by }) => ({
      finding,
      tool: by.tool,
      line: by.line,
      reason: by.reason ?? null,
    })),
    usedIgnores,
  };
}

/** What is said of a file that no builder would build: that, and nothing else. */
export function tellInvalid({ message, line, hint }: PlimsollError, file: string): DockerfileFinding {
  return {
    kind: 'dockerfile-finding',
    rule: DOCKERFILE_INVALID.id,
    severity: DOCKERFILE_INVALID.severity,
    message,
    file,
    line: line ?? null,
    endLine: line ?? null,
    range: null,
    stage: null,
    price: null,
    fix: hint ?? null,
    edit: null,
  };
}

/** Takes out what plimsoll.yaml accepts; a path there is that of the Dockerfile. */
export function acceptDockerfileFindings(
  all: readonly DockerfileFinding[],
  ignores: readonly IgnoreSetting[],
): Pick<JudgedDockerfile, 'findings' | 'ignored' | 'usedIgnores'> {
  const findings: DockerfileFinding[] = [];
  const ignored: IgnoredDockerfileFinding[] = [];
  const usedIgnores = new Set<IgnoreSetting>();
  for (const finding of all) {
    const setting = ignores.find(
      ({ rule, path }) =>
        matchesWildcard(rule, finding.rule) && (path === null || createPathGlob(path)(finding.file)),
    );
    if (setting === undefined) findings.push(finding);
    else {
      usedIgnores.add(setting);
      ignored.push({ finding, reason: setting.reason, until: setting.until });
    }
  }
  return { findings, ignored, usedIgnores: [...usedIgnores] };
}

/** A script that one build cannot read is not valid. */
function readShellValidity(models: readonly DockerfileModel[]): ReadonlyMap<number, boolean> {
  const validity = new Map<number, boolean>();
  for (const { stages } of models)
    for (const { steps } of stages)
      for (const { instruction, script } of steps)
        if (script !== undefined)
          validity.set(instruction.start, script.isValid && validity.get(instruction.start) !== false);
  return validity;
}
