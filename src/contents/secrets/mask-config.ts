// A config as it may be told and kept: with every secret that was found in it masked, wherever it stands.
import type { ImageConfig } from '../../oci/image/config.ts';
import { MASK, maskUrls } from '../../secrets/mask-urls.ts';
import { DEPTH_LIMIT } from './config-texts.ts';

/** No real config has more secrets; of one that has, texts with a secret are masked whole. */
const VALUES_LIMIT = 200;
/** Shorter values would mask what has nothing to do with them. */
const LEAST_LENGTH = 4;
/** Names of fields are shorter. */
const LONG_NAME_LENGTH = 24;

/** Masks `values` and the credentials of URLs in any plain data, in its names too. */
export class ValueMask {
  readonly #values: readonly string[];
  readonly #isOverflowing: boolean;

  constructor(values: readonly string[]) {
    // One that holds another goes first.
    const sorted = values.filter(({ length }) => length >= LEAST_LENGTH).sort((a, b) => b.length - a.length);
    this.#values = sorted.slice(0, VALUES_LIMIT);
    this.#isOverflowing = sorted.length > VALUES_LIMIT;
  }

  maskText(text: string): string {
    // Too many to look for one by one: only what is too short to hold any is left.
    if (this.#isOverflowing) return text.length < LEAST_LENGTH ? text : MASK;
    return maskUrls(this.#values.reduce((left, value) => left.replaceAll(value, MASK), text));
  }

  /** The name of a variable, a label or a field: labels may have a token for a name. */
  maskName(name: string): string {
    // Where values are too many, structure is still wanted: the names of fields are short.
    if (this.#isOverflowing) return name.length < LONG_NAME_LENGTH ? name : MASK;
    return this.maskText(name);
  }

  /** A copy of plain data; what is nested too deep becomes a mask. */
  maskData<T>(data: T): T {
    return this.#mask(data, 0) as T;
  }

  #mask(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.maskText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > DEPTH_LIMIT) return MASK;
    if (Array.isArray(value)) return value.map((item) => this.#mask(item, depth + 1));
    const masked = new Map<string, unknown>();
    for (const [key, item] of Object.entries(value)) {
      const told = this.maskName(key);
      // Several names may become the same.
      const isTaken = told !== key && masked.has(told);
      masked.set(isTaken ? `${told} (${masked.size})` : told, this.#mask(item, depth + 1));
    }
    return Object.fromEntries(masked);
  }
}

/** The config with `values` masked; digests and the platform stay. */
export function maskConfig(config: ImageConfig, values: readonly string[]): ImageConfig {
  const mask = new ValueMask(values);
  const { run, history, json } = config;
  return {
    ...config,
    run: mask.maskData(run),
    history: mask.maskData(history),
    json: { ...mask.maskData(json), ...('rootfs' in json ? { rootfs: json['rootfs'] } : {}) },
  };
}
