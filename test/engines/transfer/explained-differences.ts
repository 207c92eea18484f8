// Where an engine differs from `plimsoll context --list`, and why. Each of them has to be there: one that is gone fails too.

/** Lines `path: as listed / as arrived`; or that the engine's age makes the difference, whatever it is. */
export interface ExplainedDifference {
  readonly differences: readonly string[] | 'any';
  readonly why: string;
}

const SOCKET: ExplainedDifference = {
  differences: ['left: s / f 0'],
  why: 'the type of a socket is taken off (fsutil stat.go): it arrives as an empty file',
};
const BUILD_FILES_GO: ExplainedDifference = {
  differences: ['.dockerignore: f N / none', 'Dockerfile: f N / none'],
  why: 'sent, and taken away again by the daemon before COPY (moby builder/remotecontext/detect.go removeDockerfile)',
};
const OLD_MATCHING: ExplainedDifference = {
  differences: 'any',
  why: '20.10 asks each path alone and by Go expressions of its own (moby v20.10 pkg/fileutils, fsutil of 2020 walker.go)',
};
const OLD_PLUS: ExplainedDifference = {
  differences: 'any',
  why: '20.10 does not escape a plus: c++ is a syntax error (moby v20.10 pkg/fileutils compile)',
};

const CLASSIC: Readonly<Record<string, ExplainedDifference>> = {
  'exceptions of files': BUILD_FILES_GO,
  'exceptions of folders': BUILD_FILES_GO,
  'exceptions with blanks and slashes': BUILD_FILES_GO,
  'the Dockerfile and the ignore file': BUILD_FILES_GO,
  'exceptions with wildcards': {
    differences: ['.dockerignore: f N / none', 'Dockerfile: f N / none', 'the build: done / refused'],
    why: 'nothing is left for COPY, and the daemon does not save an image without files',
  },
  'an ignored Dockerfile in a folder': {
    differences: ['.dockerignore: f N / none', 'build: none / d', 'build/Dockerfile: f N / none'],
    why: BUILD_FILES_GO.why,
  },
};

const OLD_CLASSIC: Readonly<Record<string, ExplainedDifference>> = {
  ...CLASSIC,
  'two stars without a slash': OLD_MATCHING,
  'an exception of a folder around an ignored one': OLD_MATCHING,
  'a folder ignored twice around an exception': OLD_MATCHING,
  'plus, brackets and dots': OLD_PLUS,
};

/** By the engine's name and the project's. */
export const EXPLAINED_DIFFERENCES: Readonly<Record<string, Readonly<Record<string, ExplainedDifference>>>> =
  {
    'a current buildkitd': { sockets: SOCKET },
    'the classic builder': CLASSIC,
    'an old classic builder': OLD_CLASSIC,
    'an old BuildKit': {
      sockets: SOCKET,
      'two stars without a slash': OLD_MATCHING,
      'exceptions with wildcards': OLD_MATCHING,
      'an exception before what it is of': OLD_MATCHING,
      'an exception of a folder around an ignored one': OLD_MATCHING,
      'a folder ignored twice around an exception': OLD_MATCHING,
      'plus, brackets and dots': OLD_PLUS,
      'pipes and devices': {
        differences: 'any',
        why: 'BuildKit of 20.10 makes an empty file of a device and leaves a pipe out (fsutil of 2020 diskwriter.go)',
      },
    },
  };
