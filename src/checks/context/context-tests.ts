// Tests and documents that no instruction names: they come along with everything.
import type { ContextPathRule } from './context-rule.ts';

const TESTS =
  /\b(?:pytest|jest|vitest|mocha|rspec|phpunit|tox|nox|ctest|playwright|cypress|karma)\b|\b(?:npm|pnpm|yarn|bun|go|cargo|mvnw?|gradlew?|dotnet|mix|rake|make|lein|sbt|swift|deno|composer|poetry|bundle)\b[^\n;&|]*\b(?:test|tests|check|verify)\b/;
const DOCS =
  /\b(?:mkdocs|sphinx-build|docusaurus|vitepress|vuepress|typedoc|doxygen|mdbook|hugo|jekyll|antora)\b|\bdocs?\b/;
const DOC_FOLDERS: ReadonlySet<string> = new Set(['docs', 'doc']);

export const contextTests: ContextPathRule = {
  kind: 'paths',
  id: 'context-tests',
  title: 'tests and documents that no instruction names',
  severity: 'advice',
  floorBytes: 1_000_000,
  silentBytes: 1_000_000,
  folders: [
    'test',
    'tests',
    '__tests__',
    '__snapshots__',
    'spec',
    'e2e',
    'cypress',
    'testdata',
    'fixtures',
    ...DOC_FOLDERS,
    '.github',
    '.gitlab',
    '.circleci',
  ],
  files: [],
  // Files of the sources' own folders are compiled with them, and a build that runs them needs them.
  isNeedless: ({ name, parent }, judged) => {
    if (parent !== '' && !/^(?:packages|apps|services|libs|modules)\/[^/]+$/.test(parent)) return false;
    return judged.findRun(DOC_FOLDERS.has(name) ? DOCS : TESTS) === undefined;
  },
  what: 'tests and documents that no instruction names',
};
