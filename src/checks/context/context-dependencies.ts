// Folders of dependencies that the build installs by itself: those of the host are sent for nothing, and may be for another
// platform.
import type { ContextPathRule, OfferedPath } from './context-rule.ts';
import type { JudgedContext } from './judging/judged-context.ts';

const NODE =
  /\b(?:npm|pnpm|yarn|bun)\b[^\n;&|]*\b(?:ci|install|i|add|clean-install)\b|\byarn(?:\s+--\S+)*\s*(?:$|[\n;&|])/;
const EVIDENCE: Readonly<Record<string, { readonly project: readonly string[]; readonly run: RegExp }>> = {
  node_modules: { project: ['package.json'], run: NODE },
  bower_components: { project: ['bower.json'], run: /\bbower\b[^\n;&|]*\binstall\b/ },
  '.pnpm-store': { project: ['package.json'], run: NODE },
  vendor: {
    project: ['composer.json', 'Gemfile'],
    run: /\bcomposer\b[^\n;&|]*\b(?:install|update)\b|\bbundle\b[^\n;&|]*\binstall\b|\bbundle\s*(?:$|[\n;&|])/,
  },
  deps: { project: ['mix.exs'], run: /\bmix\b[^\n;&|]*\bdeps\.get\b/ },
  'elm-stuff': { project: ['elm.json'], run: /\belm\b/ },
};
const VENVS: ReadonlySet<string> = new Set(['.venv', 'venv', 'env', '.env', 'virtualenv']);

export const contextDependencies: ContextPathRule = {
  kind: 'paths',
  id: 'context-dependencies',
  title: 'dependency folders that the build installs itself',
  severity: 'warning',
  floorBytes: 1_000_000,
  silentBytes: 10_000,
  folders: [...Object.keys(EVIDENCE), ...VENVS],
  files: [],
  isNeedless: (path, judged) => isVirtualEnvironment(path, judged) || isInstalled(path, judged),
  what: 'dependencies of the host, which the build installs itself',
};

/** Its scripts hold absolute paths of the host: it works nowhere else. */
function isVirtualEnvironment({ path, name }: OfferedPath, judged: JudgedContext): boolean {
  return VENVS.has(name) && judged.hasAt(path, 'pyvenv.cfg');
}

function isInstalled({ name, parent }: OfferedPath, judged: JudgedContext): boolean {
  const evidence = EVIDENCE[name];
  return (
    evidence?.project.some((file) => judged.hasAt(parent, file)) === true &&
    judged.findRun(evidence.run) !== undefined
  );
}
