// The plan as jobs of a CI: waves one after the other, and in each of them matrices under the most jobs that the CI takes.
import type { PlannedImage, UpdatePlan } from '../fleet/update/planning/update-plan.ts';
import type { UpdatePlanReport } from './update-plan-report.ts';
import { writeJson } from './write-json.ts';

/** GitHub's limit for one matrix. */
const GITHUB_JOBS = 256;
/** GitLab's limit for one `parallel:matrix`. */
const GITLAB_JOBS = 200;

/** Some images of one wave. */
interface Matrix {
  readonly wave: number;
  readonly part: number;
  readonly images: readonly PlannedImage[];
}

/** For GitHub Actions: JSON in one line, of which a workflow takes `fromJSON(...).matrices[I].matrix`. */
export function formatGithubJobs({ plan }: UpdatePlanReport): Iterable<string> {
  const matrices = splitWaves(plan, GITHUB_JOBS).map(({ wave, part, images }) => ({
    name: `wave-${wave}-${part}`,
    wave,
    matrix: {
      include: images.map(({ id, platform, action, noCache }) => ({ image: id, platform, action, noCache })),
    },
  }));
  return [`${JSON.stringify({ waves: plan.waves, jobs: count(plan), matrices })}\n`];
}

/** For GitLab: a child pipeline (JSON is YAML), a stage a wave; `.plimsoll` is the job that they extend. */
export function formatGitlabJobs({ plan }: UpdatePlanReport): Iterable<string> {
  const matrices = splitWaves(plan, GITLAB_JOBS);
  const stages = [...new Set(matrices.map(({ wave }) => `wave-${wave}`))];
  // GitLab refuses a pipeline without jobs.
  if (matrices.length === 0)
    return writeJson({
      stages: ['nothing'],
      nothing: { stage: 'nothing', script: ['echo nothing is stale'] },
    });
  const jobs = matrices.map(({ wave, part, images }) => [
    `wave-${wave}-${part}`,
    {
      stage: `wave-${wave}`,
      extends: '.plimsoll',
      parallel: {
        matrix: images.map(({ id, platform, action }) => ({
          PLIMSOLL_IMAGE: id,
          PLIMSOLL_PLATFORM: platform,
          PLIMSOLL_ACTION: action,
        })),
      },
    },
  ]);
  const template = {
    script: ['plimsoll update run --only "$PLIMSOLL_IMAGE"'],
  };
  return writeJson({ stages, '.plimsoll': template, ...Object.fromEntries(jobs) });
}

function splitWaves({ images, waves }: UpdatePlan, limit: number): readonly Matrix[] {
  const byWave: PlannedImage[][] = Array.from({ length: waves }, () => []);
  for (const one of images) if (one.action !== 'leave') byWave[one.wave]!.push(one);
  return byWave.flatMap((list, wave) =>
    Array.from({ length: Math.ceil(list.length / limit) }, (_, part) => ({
      wave,
      part,
      images: list.slice(part * limit, (part + 1) * limit),
    })),
  );
}

function count({ images }: UpdatePlan): number {
  return images.filter(({ action }) => action !== 'leave').length;
}
