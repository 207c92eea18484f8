// The lines of Dockerfiles that a proposal asks for: FROM, what is installed with the distribution's own manager, and comments where an
// instruction has to move that only its author knows.
import { findCircles } from './find-circles.ts';
import type { ItemDetails } from './problem-items.ts';

/** Items, and which of the same list each cannot be without. */
export interface InstalledItems {
  readonly items: readonly ItemDetails[];
  /** Positions in `items`. */
  readonly requires: readonly (readonly number[])[];
}

const WRAP = 100;
const COMMENTS_LIMIT = 12;

/**
 * Names that have to be given to the manager: those that no other of them brings. Of a circle that nothing else brings it is the one
 * that most images asked for.
 */
export function namesToInstall({ items, requires }: InstalledItems): readonly string[] {
  const circles = findCircles(requires);
  const brought = new Set<number>();
  for (const [item, needed] of requires.entries())
    for (const other of needed) if (circles[other] !== circles[item]) brought.add(circles[other]!);
  const named = new Map<number, ItemDetails>();
  for (const [i, item] of items.entries()) {
    const circle = circles[i]!;
    if (item.kind !== 'package' || brought.has(circle)) continue;
    const first = named.get(circle);
    if (first === undefined || isAskedFor(item, first)) named.set(circle, item);
  }
  return [...named.values()]
    .map(({ name, type, versions }) => (isSystem(type) ? name : `${name}@${versions.join('|')}`))
    .sort();
}

/** Whether more images asked for it than for another; of equal ones the first by name. */
function isAskedFor(item: ItemDetails, other: ItemDetails): boolean {
  return item.askedFor === other.askedFor ? item.name < other.name : item.askedFor > other.askedFor;
}

/** The lines of a Dockerfile that stands on `from` and brings these items. */
export function writeLines(from: string, installed: InstalledItems): readonly string[] {
  const lines = [`FROM ${cleanWord(from)}`];
  for (const type of ['deb', 'apk', 'rpm'] as const) {
    const ofType = onlyType(installed, type);
    const names = namesToInstall(ofType);
    if (names.length > 0) lines.push(...installLines(type, names));
  }
  const python = installed.items.filter(({ type }) => type === 'pypi');
  if (python.length > 0)
    lines.push(
      ...wrap(
        'RUN pip install --no-cache-dir',
        python.map(({ name, versions }) => `${name}==${versions[0]}`).sort(),
        '',
      ),
    );
  const others = installed.items.filter(({ type }) => !isSystem(type) && type !== 'pypi');
  for (const { kind, type, name, versions } of others.slice(0, COMMENTS_LIMIT))
    lines.push(
      kind === 'package'
        ? `# and the instruction that installs ${clean(name)} ${clean(versions.join(', '))} (${type})`
        : kind === 'file'
          ? `# and the instruction that brings /${clean(name)}`
          : kind === 'layer'
            ? `# the instruction of layer ${clean(name)}`
            : `# and what else the instruction of layer ${clean(name)} does`,
    );
  if (others.length > COMMENTS_LIMIT) lines.push(`# and ${others.length - COMMENTS_LIMIT} more of these`);
  return lines;
}

function onlyType({ items, requires }: InstalledItems, type: string): InstalledItems {
  const kept = [...items.keys()].filter((i) => items[i]!.type === type);
  const places = new Map(kept.map((i, place) => [i, place]));
  return {
    items: kept.map((i) => items[i]!),
    requires: kept.map((i) => requires[i]!.flatMap((other) => places.get(other) ?? [])),
  };
}

function installLines(type: 'deb' | 'apk' | 'rpm', names: readonly string[]): readonly string[] {
  if (type === 'apk') return wrap('RUN apk add --no-cache', names, '');
  if (type === 'rpm')
    return wrap('RUN dnf install -y --setopt=install_weak_deps=False', names, ' && dnf clean all');
  return wrap(
    'RUN apt-get update && apt-get install -y --no-install-recommends',
    names,
    ' && rm -rf /var/lib/apt/lists/*',
  );
}

/** One instruction, on as many lines as it needs. */
function wrap(command: string, words: readonly string[], end: string): readonly string[] {
  const lines = [command];
  for (const word of words.map(cleanWord)) {
    if (lines.at(-1)!.length + word.length + 1 > WRAP) lines.push(`      ${word}`);
    else lines[lines.length - 1] += ` ${word}`;
  }
  if (end !== '') {
    if (lines.at(-1)!.length + end.length > WRAP + 40) lines.push(`     ${end}`);
    else lines[lines.length - 1] += end;
  }
  return lines.map((line, i) => (i === lines.length - 1 ? line : `${line} \\`));
}

/** Names come from images: nothing of them may end a comment. */
function clean(name: string): string {
  return name.replace(/[^\w.+:@/=~|,% -]/g, '?').replace(/^-+/, '?');
}

/** Nor may it be more than one word of a command, or an option. */
function cleanWord(name: string): string {
  return name.replace(/[^\w.+:@/=~-]/g, '?').replace(/^-+/, '?');
}

function isSystem(type: string): boolean {
  return type === 'deb' || type === 'apk' || type === 'rpm' || type === 'opkg';
}
