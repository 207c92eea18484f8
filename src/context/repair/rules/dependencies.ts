// Folders that package managers fill: the build's own command fills them again, for its own platform.
import type { CommandTest, RepairRule } from './repair-rule.ts';

/** What fills `node_modules`; a global installation does not. */
const NODE_INSTALL: CommandTest = {
  does: /\bnpm\s+(?:-\S+(?:[ =]\S+)?\s+)*(?:ci|clean-install|i|install|add)\b|\byarn(?:\s+(?:install|add|workspaces)\b|\s+--\S+|\s*$)|\b(?:pnpm|bun)\s+(?:-\S+(?:[ =]\S+)?\s+)*(?:i|install|fetch|deploy|add)\b/,
  not: /\s(?:-g|--global|--location=global)(?:\s|$)|\byarn\s+global\b|\byarn\s+(?:--version|-v)\b/,
};
const PYTHON_INSTALL: CommandTest = {
  does: /\b(?:pip3?|pipx|poetry|pipenv|uv|pdm|hatch|conda|mamba|micromamba)\s+(?:-\S+\s+)*(?:install|sync|create|env|venv|pip|run)\b|\bpython[\d.]*\s+-m\s+(?:venv|virtualenv|pip)\b|\bvirtualenv\s/,
};

const folder = (
  names: readonly string[],
  madeBy: CommandTest,
  more: Partial<RepairRule> = {},
): RepairRule => ({
  kind: 'dependencies',
  names,
  type: 'folder',
  madeBy,
  spreads: false,
  ...more,
});

export const DEPENDENCIES: readonly RepairRule[] = [
  folder(['node_modules'], NODE_INSTALL, { spreads: true }),
  folder(['bower_components'], { does: /\bbower\s+(?:-\S+\s+)*install\b/ }),
  folder(['*'], PYTHON_INSTALL, { holds: 'pyvenv.cfg' }),
  folder(['__pypackages__'], { does: /\bpdm\s+(?:install|sync)\b/ }),
  folder(
    ['vendor'],
    { does: /\bcomposer(?:\.phar)?\s+(?:-\S+\s+)*(?:install|i|update)\b/ },
    { beside: ['composer.json'] },
  ),
  folder(['vendor'], { does: /\bgo\s+mod\s+vendor\b/ }, { beside: ['go.mod'] }),
  folder(['bundle'], { does: /\bbundler?\s+(?:-\S+\s+)*(?:install|update)?(?:\s|$)/ }, { within: 'vendor' }),
  folder(
    ['.bundle'],
    { does: /\bbundler?\s+(?:-\S+\s+)*(?:install|update|config)\b/ },
    { beside: ['Gemfile'] },
  ),
  folder(['deps'], { does: /\bmix\s+deps\.get\b/ }, { beside: ['mix.exs'] }),
  folder(
    ['packages'],
    { does: /\b(?:nuget|dotnet|msbuild)\s+(?:restore|build|publish)\b/ },
    { beside: ['packages.config'] },
  ),
  folder(['.terraform'], { does: /\b(?:terraform|tofu)\s+(?:-\S+\s+)*init\b/ }),
];
