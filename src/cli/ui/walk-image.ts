// A walk from key to key: what the state leads to, worked out again only where it changed.
import { arrangeScreen } from './arrange-screen.ts';
import { drawScreen } from './draw-screen.ts';
import type { ImageWalk } from './image-walk.ts';
import { type LayerLook, lookAtLayer } from './layer-look.ts';
import { listRows, type WalkRow } from './list-rows.ts';
import type { ScreenPalette } from './paint.ts';
import { type Key, pressKey } from './press-key.ts';
import { beginWalk, type WalkState } from './walk-state.ts';

/** Holds where somebody stands, and what is to be drawn for that. */
export class WalkSession {
  readonly #walk: ImageWalk;
  #state: WalkState;
  #look: LayerLook;
  #rows: readonly WalkRow[];

  constructor(walk: ImageWalk, size: Pick<WalkState, 'columns' | 'rows'>) {
    this.#walk = walk;
    this.#state = beginWalk(walk.report, size);
    this.#look = lookAtLayer(walk, this.#state);
    this.#rows = listRows(walk, this.#look, this.#state);
  }

  get isDone(): boolean {
    return this.#state.isDone;
  }

  /** Takes a key. */
  press(key: Key): void {
    const { tree, report } = this.#walk;
    this.#become(
      pressKey(this.#state, key, {
        rows: this.#rows,
        layerCount: report.layers.length,
        pageRows: this.#listRows(),
        parentOf: (node) => tree.parents[node]!,
      }),
    );
  }

  /** Takes the screen's new size. */
  resize(size: Pick<WalkState, 'columns' | 'rows'>): void {
    this.#become({ ...this.#state, ...size });
  }

  /** The lines of the screen. */
  draw(palette: ScreenPalette): readonly string[] {
    return drawScreen(this.#walk, this.#look, this.#rows, this.#state, palette);
  }

  #become(next: WalkState): void {
    const before = this.#state;
    const isOtherLook =
      next.layer !== before.layer ||
      next.mode !== before.mode ||
      next.hidden !== before.hidden ||
      next.isBallastOnly !== before.isBallastOnly ||
      next.filter !== before.filter;
    if (isOtherLook) this.#look = lookAtLayer(this.#walk, next);
    let { cursor } = next;
    if (isOtherLook || next.sort !== before.sort || next.open !== before.open) {
      const node = this.#rows[next.cursor]?.node;
      this.#rows = listRows(this.#walk, this.#look, next);
      cursor = this.#find(node, next.cursor);
    }
    cursor = Math.max(0, Math.min(cursor, this.#rows.length - 1));
    this.#state = { ...next, cursor };
    this.#state = { ...this.#state, top: this.#scroll() };
  }

  /** The row of the same path, or of the nearest folder above it that is listed. */
  #find(node: number | undefined, otherwise: number): number {
    const places = new Map(this.#rows.map((row, i) => [row.node, i]));
    for (let at = node ?? 0; at > 0; at = this.#walk.tree.parents[at]!) {
      const place = places.get(at);
      if (place !== undefined) return place;
    }
    return node === undefined ? otherwise : 0;
  }

  /** The first row that is drawn, so that the selected one is on the screen. */
  #scroll(): number {
    const { cursor, top } = this.#state;
    const rows = this.#listRows();
    const latest = Math.max(0, this.#rows.length - rows);
    return Math.max(0, Math.min(latest, Math.max(cursor - rows + 1, Math.min(top, cursor))));
  }

  #listRows(): number {
    return Math.max(1, arrangeScreen(this.#state.columns, this.#state.rows).listRows);
  }
}
