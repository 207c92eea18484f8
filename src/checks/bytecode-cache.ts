// Compiled Python files that Python does load: they make the first start faster and can be made again at any time.
import { calls } from './fixes/copied.ts';
import type { FixContext, PathRule } from './rule.ts';

/** Where packages of a distribution have theirs. */
const PACKAGED = /^usr\/(?:lib(?:64)?|share)\//;

export const bytecodeCache: PathRule = {
  kind: 'paths',
  id: 'bytecode-cache',
  title: 'Compiled Python files',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  patterns: ['**/__pycache__/'],
  what: 'compiled Python files',
  fix: fixBytecode,
};

/** Where pip is called: neither `python3-pip` nor another program's `install`. */
const PIP_INSTALL = /(?:^|[\s;&|/])pip[\d.]* (?:-\S+ )*install\b/;

function fixBytecode(context: FixContext): string {
  if (PACKAGED.test(context.paths[0] ?? ''))
    return 'End that RUN with `find /usr/lib* /usr/share -name __pycache__ -prune -exec rm -rf {} +` where a slower start is no matter: packages compile what they install.';
  return calls(context, PIP_INSTALL)
    ? 'Use `PYTHONDONTWRITEBYTECODE=1 pip install --no-compile` where a slower start is no matter: the variable alone does not keep pip from compiling.'
    : 'Set PYTHONDONTWRITEBYTECODE=1 for that RUN where a slower start is no matter.';
}
