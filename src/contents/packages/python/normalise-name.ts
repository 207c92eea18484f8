// Names of Python projects compare in one form (packaging.python.org, "Names and normalization", PEP 503).

/** `Jaraco.Context_x` is `jaraco-context-x`. */
export function normalisePythonName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}
