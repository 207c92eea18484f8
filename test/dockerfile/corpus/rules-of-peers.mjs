// Which of our rules are about the same as a peer's rule on size or secrets. An empty list is argued in docs/decisions/dockerfile-peers.md.

export const OURS_BY_HADOLINT = {
  DL3009: [],
  DL3010: [],
  DL3015: [],
  DL3019: [],
  DL3032: [],
  DL3036: [],
  DL3040: [],
  DL3042: [],
  DL3046: [],
  DL3059: [],
  DL3060: [],
  DL3064: [],
  DL3067: [],
  DL4001: [],
};

export const OURS_BY_TALLY = {
  'tally/prefer-package-cache-mounts': [],
  'tally/secrets-in-code': [],
  'tally/prefer-multi-stage-build': [],
  'tally/prefer-copy-chmod': [],
};

export const OURS_BY_PARFUM = {
  aptGetInstallUseNoRec: [],
  aptGetInstallThenRemoveAptLists: [],
  aptGetUpdatePrecedesInstall: [],
  apkAddUseNoCache: [],
  yumInstallRmVarCacheYum: [],
  pipUseNoCacheDir: [],
  npmCacheCleanAfterInstall: [],
  npmCacheCleanUseForce: [],
  yarnCacheCleanAfterInstall: [],
  gemUpdateSystemRmRootGem: [],
  gemUpdateNoDocument: [],
  tarSomethingRmTheSomething: [],
  gpgVerifyAscRmAsc: [],
  mkdirUsrSrcThenRemove: [],
  rmRecursiveAfterMktempD: [],
  ruleMoreThanOneInstall: [],
  DL3046: [],
};
