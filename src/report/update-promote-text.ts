// The text of `plimsoll update promote` and `rollback`: what is current now, what moved, how long two generations were mixed.

import type { TagMove } from '../fleet/update/generations/move-tags.ts';
import type { Promotion } from '../fleet/update/generations/promote.ts';
import type { Rollback } from '../fleet/update/generations/rollback.ts';
import { wrapWords } from './cell-width.ts';
import { countOf, formatBytes, formatCount } from './format-amount.ts';
import { formatTable } from './table.ts';
import type { TextOptions } from './text/text-options.ts';
import { makeVisible } from './visible-text.ts';

const SHOWN_MOVES = 20;
const DIGEST_CHARACTERS = 19;

/** What `update promote` prints; ends with a newline. */
export function formatUpdatePromoteText(promotion: Promotion, options: TextOptions): string {
  const { generation, isNew, changed, heldBack, completed, letGo, copiedBytes } = promotion;
  const { palette, width } = options;
  const title = isNew
    ? `Generation ${generation.number} is current: ${countOf(generation.images.length, 'image')}, ${formatCount(changed.length)} of them changed`
    : `Generation ${generation.number} stays current: nothing differs`;
  const notes = [
    ...(completed === undefined
      ? []
      : [`The unfinished promotion of generation ${completed} was completed first.`]),
    tellMoves(promotion),
    ...(generation.bases.length === 0
      ? []
      : [`${countOf(generation.bases.length, 'base')} of elsewhere kept with it.`]),
    ...(copiedBytes === 0 ? [] : [`${formatBytes(copiedBytes)} could not be mounted and were copied.`]),
    ...(letGo.generations.length === 0
      ? []
      : [`Let go: ${letGo.generations.map((number) => `generation ${number}`).join(', ')}.`]),
    ...(letGo.refused === undefined
      ? []
      : [`Old generations stay: ${makeVisible(letGo.refused)}. Delete them with the registry's own means.`]),
  ];
  const lines = [
    palette.strong(title),
    makeVisible(`${promotion.repository}@${promotion.digest}`),
    '',
    ...notes.flatMap((note) => wrapWords(note, width)),
    ...heldBack.flatMap(({ id, message, isKept }) =>
      wrapWords(
        `${makeVisible(id)} ${isKept ? 'stays as it was' : 'is left out'}: ${makeVisible(message)}`,
        width,
      ),
    ),
    ...listMoves(promotion.moves, options),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** What `update rollback` prints; ends with a newline. */
export function formatUpdateRollbackText(rollback: Rollback, options: TextOptions): string {
  const { generation, from, isUndo, changed, left, foreign } = rollback;
  const { palette, width } = options;
  const before = isUndo ? `the unfinished promotion of generation ${from} is undone` : `it was ${from}`;
  const notes = [
    tellMoves(rollback),
    ...tellNames(left, `not in generation ${generation.number}, and left as they are`),
    ...tellNames(foreign, 'not known to this project, and left as they are (--move moves them)'),
  ];
  const lines = [
    palette.strong(
      `Generation ${generation.number} is current again (${before}): ${countOf(changed.length, 'image')} changed back`,
    ),
    makeVisible(`${rollback.repository}@${rollback.digest}`),
    '',
    ...notes.flatMap((note) => wrapWords(note, width)),
    ...listMoves(rollback.moves, options),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

interface Moved {
  readonly moves: readonly TagMove[];
  readonly mixedMs: number;
  readonly unmovedCount: number;
}

function tellMoves({ moves, mixedMs, unmovedCount }: Moved): string {
  const others = unmovedCount === 0 ? '' : `; ${formatCount(unmovedCount)} were right already`;
  if (moves.length === 0) return `No tag had to move${others}.`;
  return `${countOf(moves.length, 'tag')} moved within ${formatCount(Math.ceil(mixedMs))} ms, in which old and new ones could be met side by side${others}.`;
}

function tellNames(names: readonly string[], what: string): readonly string[] {
  return names.length === 0
    ? []
    : [`${countOf(names.length, 'name')} ${what}: ${names.map(makeVisible).join(', ')}.`];
}

function listMoves(moves: readonly TagMove[], { width, palette, showsAll }: TextOptions): readonly string[] {
  if (moves.length === 0) return [];
  const shown = showsAll ? moves : moves.slice(0, SHOWN_MOVES);
  const columns = ['before', 'now', 'tag'].map((heading) => ({ heading, align: 'left' as const }));
  const rows = shown.map(({ reference, before, after }) => [
    before?.slice(0, DIGEST_CHARACTERS) ?? 'none',
    after.slice(0, DIGEST_CHARACTERS),
    makeVisible(reference),
  ]);
  const rest = moves.length - shown.length;
  return [
    '',
    ...formatTable(columns, rows, width, palette.faint),
    ...(rest === 0 ? [] : [palette.faint(`and ${countOf(rest, 'more tag')}`)]),
  ];
}
