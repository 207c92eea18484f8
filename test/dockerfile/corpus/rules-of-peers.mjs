// Which of our rules are about the same as a peer's rule on size or secrets. An empty list is argued in docs/decisions/dockerfile-peers.md.

export const OURS_BY_HADOLINT = {
  DL3009: ['apt-lists-kept', 'lone-index-update'],
  DL3010: ['archive-kept'],
  DL3015: ['recommended-packages'],
  DL3019: ['system-cache-kept'],
  DL3032: ['system-cache-kept'],
  DL3036: ['system-cache-kept'],
  DL3040: ['system-cache-kept'],
  DL3042: ['language-cache-kept'],
  DL3046: ['useradd-sparse'],
  DL3059: ['late-removal'],
  DL3060: ['language-cache-kept'],
  DL3064: ['secret-in-build'],
  DL3067: ['copy-from-root'],
  DL4001: ['wget-and-curl'],
};

export const OURS_BY_TALLY = {
  'tally/prefer-package-cache-mounts': ['apt-lists-kept', 'system-cache-kept', 'language-cache-kept'],
  'tally/secrets-in-code': ['secret-in-build'],
  'tally/prefer-multi-stage-build': ['single-stage-build', 'build-base'],
  'tally/prefer-copy-chmod': ['chown-layer'],
};

export const OURS_BY_PARFUM = {
  aptGetInstallUseNoRec: ['recommended-packages'],
  aptGetInstallThenRemoveAptLists: ['apt-lists-kept', 'lone-index-update'],
  aptGetUpdatePrecedesInstall: ['lone-index-update'],
  apkAddUseNoCache: ['system-cache-kept'],
  yumInstallRmVarCacheYum: ['system-cache-kept'],
  pipUseNoCacheDir: ['language-cache-kept'],
  npmCacheCleanAfterInstall: ['language-cache-kept'],
  npmCacheCleanUseForce: [],
  yarnCacheCleanAfterInstall: ['language-cache-kept'],
  gemUpdateSystemRmRootGem: ['language-cache-kept'],
  gemUpdateNoDocument: [],
  tarSomethingRmTheSomething: ['archive-kept', 'late-removal'],
  gpgVerifyAscRmAsc: [],
  mkdirUsrSrcThenRemove: [],
  rmRecursiveAfterMktempD: [],
  ruleMoreThanOneInstall: [],
  DL3046: ['useradd-sparse'],
};
