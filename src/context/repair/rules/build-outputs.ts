// What a build writes: where the build's own commands write it again, an old copy from outside is only in the way.
import type { CommandTest, RepairRule } from './repair-rule.ts';

const NODE_BUILD: CommandTest = {
  does: /\b(?:npm|pnpm|yarn|bun)\s+(?:-\S+(?:[ =]\S+)?\s+)*(?:run(?:-script)?\s+)?(?:\S*build\S*|generate|compile)\b|\b(?:next|nuxt|nuxi|vite|astro|ng|tsc|webpack|rollup|esbuild|turbo|nx|svelte-kit|gatsby|remix)\b/,
};
const PYTHON_BUILD: CommandTest = {
  does: /\bpython[\d.]*\s+(?:-m\s+build|setup\.py)\b|\b(?:pip3?|uv|poetry|pdm|hatch|flit)\s+(?:-\S+\s+)*(?:install|sync|build|wheel|pip)\b/,
};
const PYTHON_PROJECT = ['pyproject.toml', 'setup.py', 'setup.cfg'];
const GRADLE_PROJECT = ['build.gradle', 'build.gradle.kts', 'settings.gradle', 'settings.gradle.kts'];
const DOTNET_PROJECT = ['*.csproj', '*.fsproj', '*.vbproj'];
const DOTNET_BUILD: CommandTest = {
  does: /\b(?:dotnet|msbuild)\s+(?:-\S+\s+)*(?:build|publish|pack|test|restore)\b/,
};
const NATIVE_BUILD: CommandTest = {
  does: /(?:^|\s|\/)(?:make|cmake|ninja|meson|gcc|g\+\+|cc|c\+\+|clang|clang\+\+|configure|bazel|scons)(?:\s|$)/,
};

const folder = (
  names: readonly string[],
  madeBy: CommandTest,
  beside: readonly string[] | undefined,
  more: Partial<RepairRule> = {},
): RepairRule => ({
  kind: 'build-output',
  names,
  type: 'folder',
  madeBy,
  ...(beside === undefined ? {} : { beside }),
  spreads: false,
  ...more,
});

export const BUILD_OUTPUTS: readonly RepairRule[] = [
  folder(
    ['target'],
    { does: /\bcargo\s+(?:\+\S+\s+)?(?:-\S+\s+)*(?:build|b|install|run|test|chef|auditable|zigbuild)\b/ },
    ['Cargo.toml'],
  ),
  folder(['target'], { does: /(?:\bmvn|\bmvnw|\bmvnd)\s/ }, ['pom.xml']),
  folder(['target'], { does: /\bsbt\s/ }, ['build.sbt', 'build.properties']),
  folder(['build', '.gradle'], { does: /\bgradlew?\s/ }, GRADLE_PROJECT),
  folder(['dist', 'build', 'out', '.output', '.vercel', 'storybook-static'], NODE_BUILD, ['package.json']),
  folder(['.next', '.nuxt', '.svelte-kit', '.astro', '.angular'], NODE_BUILD, ['package.json'], {
    spreads: true,
  }),
  folder(['dist', 'build'], PYTHON_BUILD, PYTHON_PROJECT),
  folder(['*.egg-info'], PYTHON_BUILD, undefined, { holds: 'PKG-INFO', spreads: true }),
  folder(['bin', 'obj'], DOTNET_BUILD, DOTNET_PROJECT),
  folder(['bin'], { does: /\bgo\s+build\b.*\s-o[= ](?:\.\/)?bin\b|\bmake\b/ }, ['go.mod']),
  folder(['dist'], { does: /\bgoreleaser\b/ }, ['go.mod']),
  folder(['_build'], { does: /\bmix\s+(?:\S+\s+)*(?:compile|release)\b/ }, ['mix.exs']),
  folder(['_site'], { does: /\bjekyll\s+(?:-\S+\s+)*b(?:uild)?\b|\beleventy\b/ }, undefined),
  folder(['public'], { does: /(?:^|\s|\/)hugo(?:\s|$)/ }, ['hugo.toml', 'hugo.yaml', 'config.toml']),
  folder(['*'], NATIVE_BUILD, undefined, { holds: 'CMakeCache.txt' }),
  folder(['CMakeFiles'], NATIVE_BUILD, undefined, { spreads: true }),
  {
    kind: 'build-output',
    names: ['*.o', '*.obj', '*.gcda', '*.gcno'],
    type: 'file',
    madeBy: NATIVE_BUILD,
    spreads: true,
  },
  { kind: 'build-output', names: ['*.tsbuildinfo'], type: 'file', madeBy: NODE_BUILD, spreads: true },
  {
    kind: 'build-output',
    names: ['*.class'],
    type: 'file',
    madeBy: { does: /\b(?:javac|mvn|mvnw|gradlew?|kotlinc|scalac|ant)\b/ },
    spreads: true,
  },
];
