// Which modules of the program go into one file: those that the same runs load. Left alone, the bundler makes a file for each set of
// `import()`s that leads to a module: 218 files, of which checking a Dockerfile opened 80, for half a millisecond each.

/**
 * Runs that are waited for, by what they import while they go on; what these lead to is found. A module that is missing here
 * costs a file more, and nothing else.
 */
const RUNS = {
  start: ['cli/run-cli.js'],
  project: [
    'cli/commands/check.js',
    'cli/commands/context.js',
    'cli/context/judge-build.js',
    'cli/context/search-contexts.js',
    'cli/dockerfile/check-projects.js',
    'cli/settings/read-rule-files.js',
    'contents/cache/facts-cache.js',
    'context/secrets/search-files.js',
    'secrets/join-rule-files.js',
    'secrets/load-rule-set.js',
  ],
  image: [
    'cli/commands/check.js',
    'cli/commands/image.js',
    'cli/run-targets.js',
    'contents/scan/secret-catcher.js',
    'contents/secrets/holds-secret.js',
    'contents/secrets/read-config.js',
    'oci/archive/open-archive.js',
    'oci/engine/open-engine-image.js',
    'oci/layout/open-layout.js',
    'oci/layout/split-path.js',
    'report/json.js',
    'report/text.js',
    'secrets/load-rule-set.js',
  ],
  'layer-worker': [
    'contents/scan/layer-worker.js',
    'contents/scan/secret-catcher.js',
    'secrets/load-rule-set.js',
  ],
  'compression-worker': ['oci/compression/compression-worker.js'],
  'crew-worker': [
    'context/crew/crew-worker.js',
    'context/secrets/search-files.js',
    'secrets/load-rule-set.js',
  ],
};

/** Makes what names the file of a module by its path: by the runs that load it; null where none of them does. */
export function chunkByRun(dist) {
  let runsOf;
  return (path, modules) => {
    runsOf ??= followRuns(dist, modules);
    const runs = runsOf.get(path);
    // A worker's entry begins to listen where it is loaded: it shares no file with what others import.
    if (runs === undefined || modules.getModuleInfo(path)?.isEntry === true) return null;
    // What every command begins with is there before any other file is.
    return runs.includes('start') ? 'start' : runs.join('-and-');
  };
}

function followRuns(dist, modules) {
  const runsOf = new Map();
  for (const [run, entries] of Object.entries(RUNS)) {
    const reached = new Set(entries.map((entry) => `${dist}/${entry}`));
    for (const path of reached) {
      const module = modules.getModuleInfo(path);
      if (module === null) throw new Error(`no module of the program: ${path}`);
      for (const imported of module.importedIds) if (imported.startsWith('/')) reached.add(imported);
      runsOf.set(path, [...(runsOf.get(path) ?? []), run]);
    }
  }
  return runsOf;
}
