// What each builder does with an ignore file and a folder, as data. Sources: moby/buildkit, tonistiigi/fsutil and
// moby/patternmatcher; docker/cli and moby/go-archive for the classic builder; containers/buildah with its copier, go.podman.io
// storage/pkg/fileutils and openshift/imagebuilder for podman; GoogleContainerTools/kaniko.
import type { PatternCompiler } from '../ignore/compile-pattern.ts';
import type { MatchingRule } from '../ignore/match-path.ts';
import type { PruningRule } from '../ignore/prune-folder.ts';
import type { IgnoreReader } from '../ignore/read-ignore-file.ts';

/** The builders whose contexts can be told. */
export const ENGINES = ['buildkit', 'classic', 'podman', 'kaniko'] as const;
/** A builder whose contexts can be told. */
export type Engine = (typeof ENGINES)[number];

/** Where an ignore file can be: beside the Dockerfile with its name in front, or at the root of the context. */
export type IgnoreFilePlace =
  | { readonly at: 'dockerfile'; readonly suffix: string }
  | { readonly at: 'context'; readonly name: string };

/** The rules of one builder. */
export interface EngineRules {
  readonly engine: Engine;
  readonly reader: IgnoreReader;
  readonly compiler: PatternCompiler;
  readonly matching: MatchingRule;
  readonly pruning: PruningRule;
  /** The first of these that exists is the whole list; none are merged. */
  readonly ignoreFiles: readonly IgnoreFilePlace[];
  /** Only what the Dockerfile's instructions name is sent. */
  readonly isNarrowed: boolean;
  /** The Dockerfile and .dockerignore are sent though they are ignored (and taken away again before COPY sees them). */
  readonly keepsBuildFiles: boolean;
  /** Whether a list with a wrong pattern ends the build, or is as good as none. */
  readonly onInvalidList: 'fails' | 'ignores nothing';
  readonly sockets: 'sent as empty files' | 'left out';
  /** A file that cannot be read is sent without content, or ends the build. */
  readonly onUnreadableFile: 'sent empty' | 'fails';
}

const beside = (suffix: string): IgnoreFilePlace => ({ at: 'dockerfile', suffix });
const inContext = (name: string): IgnoreFilePlace => ({ at: 'context', name });

const RULES: Readonly<Record<Engine, EngineRules>> = {
  buildkit: {
    engine: 'buildkit',
    reader: 'ignorefile',
    compiler: 'patternmatcher',
    matching: 'parent results',
    pruning: 'no wildcards',
    ignoreFiles: [beside('.dockerignore'), inContext('.dockerignore')],
    isNarrowed: true,
    keepsBuildFiles: false,
    onInvalidList: 'fails',
    sockets: 'sent as empty files',
    onUnreadableFile: 'sent empty',
  },
  classic: {
    engine: 'classic',
    reader: 'ignorefile',
    compiler: 'patternmatcher',
    matching: 'parent results',
    pruning: 'literal',
    ignoreFiles: [inContext('.dockerignore')],
    isNarrowed: false,
    keepsBuildFiles: true,
    onInvalidList: 'fails',
    sockets: 'left out',
    onUnreadableFile: 'fails',
  },
  podman: {
    engine: 'podman',
    reader: 'imagebuilder',
    compiler: 'fileutils',
    matching: 'last match',
    pruning: 'literal start',
    ignoreFiles: [
      beside('.dockerignore'),
      beside('.containerignore'),
      inContext('.containerignore'),
      inContext('.dockerignore'),
    ],
    isNarrowed: false,
    keepsBuildFiles: false,
    onInvalidList: 'fails',
    sockets: 'left out',
    onUnreadableFile: 'fails',
  },
  kaniko: {
    engine: 'kaniko',
    reader: 'ignorefile',
    compiler: 'patternmatcher',
    matching: 'one parent',
    pruning: 'never',
    ignoreFiles: [beside('.dockerignore'), inContext('.dockerignore')],
    isNarrowed: false,
    keepsBuildFiles: false,
    onInvalidList: 'ignores nothing',
    sockets: 'left out',
    onUnreadableFile: 'fails',
  },
};

/** The rules of a builder. */
export function engineRules(engine: Engine): EngineRules {
  return RULES[engine];
}
