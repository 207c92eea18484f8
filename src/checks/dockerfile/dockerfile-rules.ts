// All rules about Dockerfiles, in the order of the published list.

import { addUrlArchive } from './add-url-archive.ts';
import { aptListsKept } from './apt-lists-kept.ts';
import { archiveKept } from './archive-kept.ts';
import { buildBase } from './build-base.ts';
import { buildPackagesShipped } from './build-packages-shipped.ts';
import { chownLayer } from './chown-layer.ts';
import { copyBeforeInstall } from './copy-before-install.ts';
import { copyFromRoot } from './copy-from-root.ts';
import { developmentDependencies } from './development-dependencies.ts';
import { distributionUpgrade } from './distribution-upgrade.ts';
import type { DockerfileRule, DockerfileRuleMeta } from './dockerfile-rule.ts';
import { gitCloneKept } from './git-clone-kept.ts';
import { languageCacheKept } from './language-cache-kept.ts';
import { lateRemoval } from './late-removal.ts';
import { loneIndexUpdate } from './lone-index-update.ts';
import { recommendedPackages } from './recommended-packages.ts';
import { secretFileCopied } from './secret-file-copied.ts';
import { secretInBuild } from './secret-in-build.ts';
import { singleStageBuild } from './single-stage-build.ts';
import { systemCacheKept } from './system-cache-kept.ts';
import { toolsShipped } from './tools-shipped.ts';
import { useraddSparse } from './useradd-sparse.ts';
import { wgetAndCurl } from './wget-and-curl.ts';

/** Rules that look at the model of a build. */
export const DOCKERFILE_RULES: readonly DockerfileRule[] = [
  secretInBuild,
  secretFileCopied,
  aptListsKept,
  systemCacheKept,
  languageCacheKept,
  loneIndexUpdate,
  recommendedPackages,
  distributionUpgrade,
  buildPackagesShipped,
  toolsShipped,
  wgetAndCurl,
  lateRemoval,
  chownLayer,
  archiveKept,
  addUrlArchive,
  gitCloneKept,
  useraddSparse,
  developmentDependencies,
  singleStageBuild,
  buildBase,
  copyFromRoot,
  copyBeforeInstall,
];

/** What is said of the file itself. */
export const DOCKERFILE_INVALID: DockerfileRuleMeta = {
  id: 'dockerfile-invalid',
  title: 'Dockerfiles that no builder would build',
  severity: 'error',
};
/** A comment of ours that takes back nothing. */
export const SUPPRESSION_UNUSED: DockerfileRuleMeta = {
  id: 'suppression-unused',
  title: 'Comments that take back what nothing says',
  severity: 'advice',
};
/** A comment of ours that does not say why. */
export const SUPPRESSION_WITHOUT_REASON: DockerfileRuleMeta = {
  id: 'suppression-without-reason',
  title: 'Comments that take a finding back and do not say why',
  severity: 'warning',
};

/** All that may be named in settings and comments. */
export const ALL_DOCKERFILE_RULES: readonly DockerfileRuleMeta[] = [
  ...DOCKERFILE_RULES,
  DOCKERFILE_INVALID,
  SUPPRESSION_UNUSED,
  SUPPRESSION_WITHOUT_REASON,
];
const IDS: ReadonlySet<string> = new Set(ALL_DOCKERFILE_RULES.map(({ id }) => id));

/** Whether the id is of a rule about Dockerfiles only. */
export function isDockerfileRule(id: string): boolean {
  return IDS.has(id);
}
