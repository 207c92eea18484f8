// The texts of an image's config and annotations that may hold a secret: each with the place that it is told by.
import { alignHistory, type ImageConfig } from '../../oci/image/config.ts';

/** A text and where it stands. */
export interface ConfigText {
  /** As the config spells it: `Env`, `Labels`, `Cmd`, `history`; `annotations` for the manifest's. */
  readonly place: string;
  /** The variable or label, where it has a name. */
  readonly name: string | null;
  /** The step of the history, from 0. */
  readonly step: number | null;
  /** The layer that the step made. */
  readonly layer: number | null;
  /** Of what has a name: `NAME=value`. */
  readonly text: string;
}

type Places = Readonly<Record<string, unknown>>;

/** Deeper fields are of no builder that is known; they are masked, not searched. */
export const DEPTH_LIMIT = 64;
/** Fields that are digests, times and names of systems. */
const PLAIN_FIELDS = new Set(['rootfs', 'created', 'os', 'architecture', 'variant', 'id', 'parent']);

/** All texts, those that run with the image first. */
export function listConfigTexts(
  config: ImageConfig,
  annotations: Readonly<Record<string, string>>,
): readonly ConfigText[] {
  const texts: ConfigText[] = [];
  const add = (place: string, text: string, more: Partial<ConfigText> = {}): void => {
    if (text !== '') texts.push({ place, name: null, step: null, layer: null, text, ...more });
  };
  addRunConfig(config.json['config'], add);
  addHistory(config, add);
  for (const [field, value] of Object.entries(config.json)) {
    if (field === 'config' || field === 'history' || PLAIN_FIELDS.has(field)) continue;
    // What the classic builder kept of the container that it ran; it repeats the rest.
    if (field === 'container_config') addRunConfig(value, (_, text, more) => add(field, text, more));
    else addStrings(value, (text) => add(field, text));
  }
  for (const [name, value] of Object.entries(annotations)) add('annotations', `${name}=${value}`, { name });
  return texts;
}

type Add = (place: string, text: string, more?: Partial<ConfigText>) => void;

function addRunConfig(run: unknown, add: Add): void {
  for (const [field, value] of Object.entries(asPlaces(run))) {
    if (field === 'Env' && Array.isArray(value)) {
      for (const variable of value) if (typeof variable === 'string') addNamed(field, variable, add);
    } else if (field === 'Labels') {
      for (const [name, label] of Object.entries(asPlaces(value)))
        if (typeof label === 'string') add(field, `${name}=${label}`, { name });
    } else {
      // The words of a command belong together: `--token` and what follows it.
      const words: string[] = [];
      addStrings(value, (text) => words.push(text));
      add(field, words.join(' '));
    }
  }
}

function addNamed(place: string, variable: string, add: Add): void {
  const equals = variable.indexOf('=');
  add(place, variable, { name: equals < 0 ? variable : variable.slice(0, equals) });
}

function addHistory(config: ImageConfig, add: Add): void {
  const aligned = alignHistory(config);
  let layer = -1;
  config.history.forEach((entry, step) => {
    if (!entry.emptyLayer) layer++;
    const isAligned = !entry.emptyLayer && aligned[layer] === entry;
    for (const text of [entry.createdBy, entry.comment, entry.author])
      add('history', text ?? '', { step, layer: isAligned ? layer : null });
  });
}

/** Texts anywhere in a value, and what BuildKit writes as base64 in one. */
function addStrings(value: unknown, add: (text: string) => void, depth = 0): void {
  if (typeof value === 'string') {
    add(value);
    if (value.length > 40 && /^[A-Za-z0-9+/]+={0,2}$/.test(value))
      add(Buffer.from(value, 'base64').toString('utf8'));
  } else if (typeof value === 'object' && value !== null && depth < DEPTH_LIMIT)
    for (const [key, item] of Object.entries(value)) {
      if (typeof item === 'string' && !Array.isArray(value)) add(`${key}=${item}`);
      else {
        // Volumes and ports are names alone.
        if (!Array.isArray(value)) add(key);
        addStrings(item, add, depth + 1);
      }
    }
}

function asPlaces(value: unknown): Places {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Places) : {};
}
