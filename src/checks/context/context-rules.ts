// All rules about build contexts in the order in which they take paths: each file is priced under one rule about paths only.
import { contextBuildOutput } from './context-build-output.ts';
import { contextCaches } from './context-caches.ts';
import { contextCopyAll } from './context-copy-all.ts';
import { contextDependencies } from './context-dependencies.ts';
import { contextLargeFile } from './context-large-file.ts';
import { contextLeftovers } from './context-leftovers.ts';
import { contextLogs } from './context-logs.ts';
import { contextMount } from './context-mount.ts';
import type { ContextPathRule, ContextRule, ContextWholeRule } from './context-rule.ts';
import { contextTests } from './context-tests.ts';
import { contextUnused } from './context-unused.ts';
import { contextVcs } from './context-vcs.ts';
import { ignoreCopySource } from './ignore-copy-source.ts';
import { ignoreDeadLine } from './ignore-dead-line.ts';
import { ignoreDepth } from './ignore-depth.ts';
import { ignoreEmptiedFile } from './ignore-emptied-file.ts';
import { ignoreEnginesDiffer } from './ignore-engines-differ.ts';
import { ignoreFileMissing } from './ignore-file-missing.ts';
import { ignoreFileUnread } from './ignore-file-unread.ts';
import { ignoreSecretException } from './ignore-secret-exception.ts';
import { ignoreSyntax } from './ignore-syntax.ts';
import { ignoreWildcardException } from './ignore-wildcard-exception.ts';

/** Rules about paths, in the order in which they are offered them. */
export const CONTEXT_PATH_RULES: readonly ContextPathRule[] = [
  contextVcs,
  contextDependencies,
  contextBuildOutput,
  contextCaches,
  contextLogs,
  contextLeftovers,
  contextTests,
];

/** Rules about the context as a whole and about lines, asked after them. */
export const CONTEXT_WHOLE_RULES: readonly ContextWholeRule[] = [
  contextLargeFile,
  contextUnused,
  contextMount,
  contextCopyAll,
  ignoreFileMissing,
  ignoreFileUnread,
  ignoreCopySource,
  ignoreEmptiedFile,
  ignoreSecretException,
  ignoreEnginesDiffer,
  ignoreDepth,
  ignoreSyntax,
  ignoreWildcardException,
  ignoreDeadLine,
];

/** All of them, in the order of the published list. */
export const CONTEXT_RULES: readonly ContextRule[] = [...CONTEXT_PATH_RULES, ...CONTEXT_WHOLE_RULES];
