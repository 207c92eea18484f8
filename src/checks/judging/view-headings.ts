// Which view rule takes a file: the first in order that judges its state and does not excuse it.
import { pathText } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { layerOf } from '../../contents/view/locate-entry.ts';
import type { LayerLook, Rule, ViewedFile, ViewRule, ViewState } from '../rule.ts';
import { hasPackageDatabase } from './package-databases.ts';

interface Heading {
  readonly rule: ViewRule;
  /** The rule's position in the list plus 1. */
  readonly position: number;
}

/** The view rules of a list, asked by state. */
export class ViewHeadings {
  readonly #contents: ImageContents;
  readonly #byState = new Map<ViewState, Heading[]>();
  readonly #layers = new Map<number, LayerLook>();

  constructor(contents: ImageContents, rules: readonly Rule[]) {
    this.#contents = contents;
    for (const [i, rule] of rules.entries()) {
      if (rule.kind !== 'view') continue;
      for (const state of rule.views) {
        const list = this.#byState.get(state) ?? [];
        list.push({ rule, position: i + 1 });
        this.#byState.set(state, list);
      }
    }
  }

  /** Whether any rule judges files of this state. */
  has(state: ViewState): boolean {
    return this.#byState.has(state);
  }

  /** The position plus 1 of the rule that takes an entry, or 0; `needed` is the entry that a duplicate repeats. */
  of(state: ViewState, entry: number, needed?: number): number {
    let file: ViewedFile | undefined;
    for (const { rule, position } of this.#byState.get(state) ?? []) {
      if (rule.isExcused === undefined) return position;
      // Few rules ask for a path, and a path costs more than all else here.
      file ??= this.#look(entry);
      if (!rule.isExcused(file, needed === undefined ? undefined : this.#look(needed))) return position;
    }
    return 0;
  }

  #look(entry: number): ViewedFile {
    const { view } = this.#contents;
    const index = layerOf(view, entry);
    const facts = view.layers[index]!;
    let layer = this.#layers.get(index);
    if (layer === undefined) {
      let known: boolean | undefined;
      layer = {
        index,
        get recordsPackages() {
          known ??= hasPackageDatabase(facts);
          return known;
        },
      };
      this.#layers.set(index, layer);
    }
    return { path: pathText(facts, entry - view.entryBases[index]!), layer };
  }
}
