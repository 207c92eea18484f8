// Follows a plan while its source layers stream by: what needs no content is written at once, contents as they come.

import { ENTRY_KIND, type LayerFacts } from '../contents/facts/layer-facts.ts';
import type { ContentHasher } from '../contents/scan/content-hash.ts';
import { HOLES_LIMIT_BYTES } from '../contents/scan/facts-builder.ts';
import { layerOf } from '../contents/view/locate-entry.ts';
import { PlimsollError } from '../errors.ts';
import { BLOCK_BYTES } from '../oci/tar/header.ts';
import type { TarEntry, TarHandler } from '../oci/tar/tar-entry.ts';
import { encodeHeader } from '../oci/tar/write-header.ts';
import { describeStep } from './describe-step.ts';
import { type LayerPlan, STEP } from './layer-plan.ts';
import { TarOutput } from './tar-output.ts';

const END_BYTES = 2 * BLOCK_BYTES;
const NO_BYTES = new Uint8Array(0);

/** The tar under construction. */
export class LayerCopy {
  /** The layer that holds the next content; undefined where the rest of the plan needs none. */
  wantedLayer: number | undefined;

  readonly #plan: LayerPlan;
  readonly #hasher: ContentHasher;
  readonly #output = new TarOutput();
  readonly #hash = new Uint8Array(16);
  #step = 0;
  #firstName: Uint8Array = NO_BYTES;
  /** The entry, within `wantedLayer`, whose content comes next. */
  #wantedEntry = -1;
  #lastContent = -1;
  #holesLeft = HOLES_LIMIT_BYTES;

  constructor(plan: LayerPlan, hasher: ContentHasher) {
    this.#plan = plan;
    this.#hasher = hasher;
  }

  /** What stands before the first content. */
  start(): readonly Uint8Array[] {
    this.#advance();
    return this.take();
  }

  /** The pieces that are done. */
  take(): readonly Uint8Array[] {
    return this.#output.take();
  }

  /** The last pieces. */
  finish(): readonly Uint8Array[] {
    this.#output.putZeros(END_BYTES);
    return this.#output.takeRest();
  }

  /** Takes the contents that are wanted of a layer from its tar. */
  readLayer(layer: number): TarHandler {
    const facts = this.#plan.stack.layers[layer]!;
    let index = -1;
    let isCopying = false;
    // As the facts were made: holes count by their bytes until there are too many of them in the layer.
    let hashedHolesLeft = HOLES_LIMIT_BYTES;
    return {
      entry: (entry) => {
        index++;
        requireSame(facts, index, entry);
        isCopying = this.wantedLayer === layer && this.#wantedEntry === index;
        if (isCopying) this.#putHeader(entry.sizeBytes);
      },
      content: (bytes) => {
        if (!isCopying) return;
        this.#hasher.update(bytes);
        this.#output.put(bytes);
      },
      hole: (sizeBytes) => {
        const isHashed = sizeBytes <= hashedHolesLeft;
        if (isHashed) hashedHolesLeft -= sizeBytes;
        if (!isCopying) return;
        this.#countHole(sizeBytes);
        if (isHashed) this.#hasher.updateZeros(sizeBytes);
        else this.#hasher.update(Buffer.from(`hole ${sizeBytes}`));
        this.#output.putZeros(sizeBytes);
      },
      entryEnd: () => {
        if (!isCopying) return;
        isCopying = false;
        this.#endContent(facts, index);
      },
    };
  }

  /** Writes all steps up to the next one with content. */
  #advance(): void {
    const { kinds, stepCount, nodes, made, sources, stack } = this.#plan;
    for (this.wantedLayer = undefined; this.#step < stepCount; this.#step++) {
      const kind = kinds[this.#step];
      if (kind === STEP.made) {
        const content = made.get(nodes[this.#step]!)!.content ?? NO_BYTES;
        this.#putHeader(content.length);
        this.#output.put(content);
        this.#pad(content.length);
        continue;
      }
      const source = sources[this.#step]!;
      const layer = kind === STEP.entry ? layerOf(stack, source) : -1;
      const i = layer === -1 ? -1 : source - stack.entryBases[layer]!;
      const facts = stack.layers[layer];
      if (facts !== undefined && facts.kinds[i] === ENTRY_KIND.file && facts.sizes[i]! > 0) {
        if (source <= this.#lastContent)
          throw new PlimsollError('INTERNAL', 'a plan has contents out of order');
        this.#lastContent = source;
        this.#wantedEntry = i;
        this.wantedLayer = layer;
        return;
      }
      this.#putHeader(0);
    }
  }

  #putHeader(sizeBytes: number): void {
    const item = describeStep(this.#plan, this.#step, this.#firstName);
    if (this.#plan.kinds[this.#step] === STEP.entry) this.#firstName = item.path as Uint8Array;
    this.#output.put(encodeHeader(item, sizeBytes));
  }

  #endContent(facts: LayerFacts, i: number): void {
    this.#hash.fill(0);
    this.#hasher.finish(this.#hash, 0);
    if (Buffer.compare(this.#hash, facts.contents.subarray(i * 16, i * 16 + 16)) !== 0) throw changed();
    this.#pad(facts.sizes[i]!);
    this.#step++;
    this.#advance();
  }

  #pad(sizeBytes: number): void {
    this.#output.putZeros((BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES);
  }

  /** A sparse file is written whole, which a few bytes could make endless. */
  #countHole(sizeBytes: number): void {
    this.#holesLeft -= sizeBytes;
    if (this.#holesLeft < 0)
      throw new PlimsollError('LAYER_LIMIT', 'the holes of its sparse files are more than 4 GiB', {
        hint: 'New layers have no sparse files, so these would be written whole.',
      });
  }
}

function requireSame(facts: LayerFacts, i: number, { offsetBytes, sizeBytes }: TarEntry): void {
  if (offsetBytes !== facts.offsets[i]) throw changed();
  if (facts.kinds[i] === ENTRY_KIND.file && sizeBytes !== facts.sizes[i]) throw changed();
}

function changed(): PlimsollError {
  return new PlimsollError('LAYER_CORRUPT', 'the layer no longer holds what was read of it');
}
