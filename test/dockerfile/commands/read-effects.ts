// Short ways to the effects of a RUN, for tests.
import type { Effect } from '../../../src/dockerfile/commands/effect.ts';
import { lastStep } from '../shell/read-script.ts';

const BASE: ReadonlySet<string> = new Set(['command', 'argv', 'program', 'certainty', 'cwd', 'verb']);

export function effectsOf(script: string, before = 'FROM debian\nWORKDIR /w'): readonly Effect[] {
  return lastStep(`${before}\nRUN ${script}\n`).effects;
}

/** Effects as short texts: `install apt curl git !recommends`. */
export function toldEffects(script: string, before?: string): readonly string[] {
  return effectsOf(script, before).map(tell);
}

function tell(effect: Effect): string {
  const fields = Object.entries(effect).flatMap(([key, value]) =>
    BASE.has(key) || key === 'kind' ? [] : tellField(key, value),
  );
  return [effect.kind, ...fields, ...(effect.certainty === 'maybe' ? ['?'] : [])].join(' ');
}

function tellField(key: string, value: unknown): readonly string[] {
  if (key === 'packages')
    return (value as { name: string; version?: string }[]).map(({ name, version }) =>
      version === undefined ? name : `${name}@${version}`,
    );
  if (key === 'isComplete') return value === true ? [] : ['...'];
  if (Array.isArray(value)) return value.length === 0 ? [] : [`${key}:${value.join(',')}`];
  if (typeof value === 'boolean') return [value ? `+${key}` : `-${key}`];
  return [
    key === 'manager' || key === 'tool' || key === 'language' || key === 'mark' || key === 'extent'
      ? String(value)
      : `${key}:${String(value)}`,
  ];
}
