// Programs whose doings nobody can read in the Dockerfile: scripts that were copied, installers.
import type { Effect } from '../../../dockerfile/commands/effect.ts';
import type { ModelStep } from '../../../dockerfile/model/dockerfile-model.ts';
import { dialectOf } from '../../../dockerfile/shell/shell-dialect.ts';

const SOURCES: ReadonlySet<string> = new Set([
  '.',
  'source',
  'eval',
  'make',
  'ansible-playbook',
  'npx',
  'playwright',
  'chef-client',
]);

/** Whether a step may do what only a script says: opaque ones may do anything. */
export function runsUnread({ script, evaluated, effects }: ModelStep): boolean {
  if (evaluated.expanded.kind !== 'run') return false;
  return script === undefined || effects.some(isUnread);
}

function isUnread({ kind, program, argv }: Effect): boolean {
  if (program === '' || argv[0] === undefined) return argv.length > 0;
  if (SOURCES.has(program)) return true;
  const path = argv[0].value ?? '';
  if (kind === 'run' && dialectOf(program) !== undefined) return true;
  return (
    kind === 'run' &&
    (/^\.{0,2}\/(?!usr\/s?bin\/|s?bin\/)/.test(path) || /\.(?:sh|bash|py|pl|rb)$/.test(path))
  );
}
