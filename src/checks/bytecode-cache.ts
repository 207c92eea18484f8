// Compiled Python files that Python does load: they make the first start faster and can be made again at any time.
import { calls } from './fixes/copied.ts';
import type { PathRule } from './rule.ts';

export const bytecodeCache: PathRule = {
  kind: 'paths',
  id: 'bytecode-cache',
  title: 'Compiled Python files',
  tier: 'advice',
  severity: 'advice',
  floorBytes: 0,
  patterns: ['**/__pycache__/'],
  what: 'compiled Python files',
  fix: (context) =>
    calls(context, /\bpip3?\b/, /\binstall\b/)
      ? 'Use `pip install --no-compile` where a slower first start is no matter.'
      : 'Set PYTHONDONTWRITEBYTECODE=1 for that RUN where a slower first start is no matter.',
};
