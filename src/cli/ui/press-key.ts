// What a key does to where somebody stands.
import { CHANGE } from './layer-look.ts';
import type { WalkRow } from './list-rows.ts';
import type { WalkState } from './walk-state.ts';

/** A key as node:readline names it; `text` is what it types, empty where it types nothing. */
export interface Key {
  readonly name: string;
  readonly text: string;
  readonly isCtrl: boolean;
}

/** What is on the screen while the key is pressed. */
export interface Pressed {
  readonly rows: readonly WalkRow[];
  readonly layerCount: number;
  /** Rows of the tree that fit. */
  readonly pageRows: number;
  readonly parentOf: (node: number) => number;
}

const TOGGLES: Readonly<Record<string, number>> = {
  a: CHANGE.added,
  c: CHANGE.changed,
  d: CHANGE.deleted,
  u: CHANGE.unchanged,
};

/** The state after a key; the same object where it does nothing. */
export function pressKey(state: WalkState, key: Key, pressed: Pressed): WalkState {
  if (key.isCtrl && key.name === 'c') return { ...state, isDone: true };
  if (state.isTyping) return type(state, key);
  if (state.isHelp) return { ...state, isHelp: false };
  const toggled = key.isCtrl || key.text.length !== 1 ? undefined : TOGGLES[key.text];
  if (toggled !== undefined) return { ...state, hidden: toggle(state.hidden, toggled) };
  switch (key.text) {
    case 'q':
      return { ...state, isDone: true };
    case '?':
    case 'h':
      return { ...state, isHelp: true };
    case '/':
      return { ...state, isTyping: true, pane: 'files' };
    case 'b':
      return { ...state, isBallastOnly: !state.isBallastOnly };
    case 's':
      return { ...state, sort: state.sort === 'size' ? 'name' : 'size' };
    case 'm':
      return { ...state, mode: state.mode === 'layer' ? 'image' : 'layer' };
    case 'x':
      return { ...state, open: new Set([0]) };
    case 'o':
      return { ...state, open: openBelow(state, pressed) };
    case '[':
      return selectLayer(state, state.layer - 1, pressed);
    case ']':
      return selectLayer(state, state.layer + 1, pressed);
  }
  return move(state, key, pressed);
}

function type(state: WalkState, { name, text, isCtrl }: Key): WalkState {
  if (name === 'return' || name === 'down') return { ...state, isTyping: false };
  if (name === 'escape') return { ...state, isTyping: false, filter: '' };
  if (name === 'backspace') return { ...state, filter: [...state.filter].slice(0, -1).join('') };
  if (isCtrl && name === 'u') return { ...state, filter: '' };
  // Pasted text comes in one piece; a filter is short.
  const typed = /^[^\p{C}]+$/u.test(text) && !isCtrl ? text : '';
  return typed === '' || state.filter.length > 200 ? state : { ...state, filter: state.filter + typed };
}

function move(state: WalkState, { name, text }: Key, pressed: Pressed): WalkState {
  const { pageRows } = pressed;
  switch (name === '' ? text : name) {
    case 'tab':
      return { ...state, pane: state.pane === 'layers' ? 'files' : 'layers' };
    case 'escape':
      return state.filter === '' ? { ...state, pane: 'layers' } : { ...state, filter: '' };
    case 'up':
    case 'k':
      return step(state, -1, pressed);
    case 'down':
    case 'j':
      return step(state, 1, pressed);
    case 'pageup':
      return step(state, -pageRows, pressed);
    case 'pagedown':
      return step(state, pageRows, pressed);
    case 'home':
      return step(state, Number.NEGATIVE_INFINITY, pressed);
    case 'end':
      return step(state, Number.POSITIVE_INFINITY, pressed);
    case 'right':
    case 'l':
      return state.pane === 'layers' ? { ...state, pane: 'files' } : openRow(state, pressed);
    case 'left':
      return state.pane === 'layers' ? state : closeRow(state, pressed);
    case 'return':
    case 'space':
      return state.pane === 'layers' ? { ...state, pane: 'files' } : switchRow(state, pressed);
  }
  return state;
}

function step(state: WalkState, by: number, pressed: Pressed): WalkState {
  if (state.pane === 'layers') return selectLayer(state, state.layer + by, pressed);
  return { ...state, cursor: clamp(state.cursor + by, pressed.rows.length) };
}

function selectLayer(state: WalkState, layer: number, { layerCount }: Pressed): WalkState {
  const next = clamp(layer, layerCount);
  return next === state.layer ? state : { ...state, layer: next };
}

function openRow(state: WalkState, { rows }: Pressed): WalkState {
  const row = rows[state.cursor];
  if (row === undefined || !row.hasChildren) return state;
  if (row.isOpen) return { ...state, cursor: state.cursor + 1 };
  return { ...state, open: new Set([...state.open, row.node]) };
}

/** An open folder is closed; from all else one goes to the folder above. */
function closeRow(state: WalkState, { rows, parentOf }: Pressed): WalkState {
  const row = rows[state.cursor];
  if (row === undefined) return { ...state, pane: 'layers' };
  if (row.isOpen && state.open.has(row.node)) return { ...state, open: without(state.open, row.node) };
  const parent = rows.findIndex(({ node }) => node === parentOf(row.node));
  return parent === -1 ? { ...state, pane: 'layers' } : { ...state, cursor: parent };
}

function switchRow(state: WalkState, pressed: Pressed): WalkState {
  const row = pressed.rows[state.cursor];
  if (row === undefined || !row.hasChildren) return state;
  return row.isOpen && state.open.has(row.node)
    ? { ...state, open: without(state.open, row.node) }
    : { ...state, open: new Set([...state.open, row.node]) };
}

/** All folders that are listed are opened: pressed again, those in them. */
function openBelow({ open }: WalkState, { rows }: Pressed): ReadonlySet<number> {
  return new Set([...open, ...rows.filter(({ hasChildren }) => hasChildren).map(({ node }) => node)]);
}

function without(open: ReadonlySet<number>, node: number): ReadonlySet<number> {
  return new Set([...open].filter((other) => other !== node));
}

function toggle(hidden: readonly number[], change: number): readonly number[] {
  return hidden.includes(change) ? hidden.filter((other) => other !== change) : [...hidden, change];
}

function clamp(at: number, count: number): number {
  return Math.max(0, Math.min(count - 1, at));
}
