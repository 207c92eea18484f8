// Tests and documents that no instruction names: they come along with everything.
import type { ContextPathRule } from './context-rule.ts';
import type { PathTest } from './judging/path-tests.ts';

const RUNS_TESTS = {
  does: /\b(?:pytest|jest|vitest|mocha|rspec|phpunit|tox|nox|ctest|playwright|cypress|karma)\b|\b(?:npm|pnpm|yarn|bun|go|cargo|mvnw?|gradlew?|dotnet|mix|rake|make|lein|sbt|swift|deno|composer|poetry|bundle)\b.*\b(?:tests?|check|verify|package|install)\b/,
};
const READS_DOCS = {
  does: /\b(?:mkdocs|sphinx-build|docusaurus|vitepress|vuepress|typedoc|doxygen|mdbook|hugo|jekyll|antora)\b|\bdocs?\b/,
};
const folder = (names: readonly string[], readBy: PathTest['readBy']): PathTest => ({
  names,
  type: 'folder',
  ...(readBy === undefined ? {} : { readBy }),
  spreads: false,
});

export const contextTests: ContextPathRule = {
  kind: 'paths',
  id: 'context-tests',
  title: 'Tests and documents that no instruction names',
  severity: 'advice',
  floorBytes: 1_000_000,
  silentBytes: 1_000_000,
  tests: [
    folder(['test', 'tests', '__tests__', 'spec', 'e2e', 'cypress', 'testdata', 'fixtures'], RUNS_TESTS),
    folder(['docs', 'doc'], READS_DOCS),
    folder(['.github', '.gitlab', '.circleci'], undefined),
  ],
  // Those beside sources are compiled with them.
  isInRoot: true,
  what: 'tests and documents that no instruction names',
};
