// Searches an image's config, history and annotations for secrets, with the rules that files are searched with and by names.
import type { ImageConfig } from '../../oci/image/config.ts';
import type { SecretRuleSet } from '../../secrets/rule-set.ts';
import { SecretScanner } from '../../secrets/scan/secret-scanner.ts';
import { type ConfigText, listConfigTexts } from './config-texts.ts';
import { ValueMask } from './mask-config.ts';
import { findNamedCredentials, isNamedCredential, NAMED_CREDENTIAL } from './named-credential.ts';

/** Where a secret stands: a text of the config without the text; its name is masked where it has a secret. */
export type ConfigSecretPlace = Omit<ConfigText, 'text'>;

/** One secret, and all places of the config that have it. */
export interface ConfigSecret {
  readonly ruleId: string;
  readonly places: readonly ConfigSecretPlace[];
}

/** What was found. The values are there to be masked; they must be neither kept nor told. */
export interface FoundInConfig {
  readonly secrets: readonly ConfigSecret[];
  readonly values: readonly string[];
}

/** Texts are searched as one, parted by what no secret goes across. */
const SEPARATOR = '\n\0\n';

interface Hit {
  readonly ruleId: string;
  readonly value: string;
  readonly place: ConfigSecretPlace;
}

/** The secrets of a config and of a manifest's annotations. */
export function findConfigSecrets(
  config: ImageConfig,
  annotations: Readonly<Record<string, string>>,
  rules: SecretRuleSet,
): FoundInConfig {
  const texts = listConfigTexts(config, annotations);
  const found = new Map<string, { ruleId: string; places: ConfigSecretPlace[] }>();
  const values = new Set<string>();
  for (const { ruleId, value, place } of findHits(texts, rules)) {
    values.add(value);
    const known = found.get(value);
    if (known === undefined) found.set(value, { ruleId, places: [place] });
    else if (!known.places.some((other) => isSamePlace(other, place))) known.places.push(place);
  }
  const mask = new ValueMask([...values]);
  const secrets = [...found.values()].map(({ ruleId, places }) => ({
    ruleId,
    places: places.map((place) => ({
      ...place,
      name: place.name === null ? null : mask.maskName(place.name),
    })),
  }));
  return { secrets, values: [...values] };
}

/** What rules find goes before what names tell. */
function findHits(texts: readonly ConfigText[], rules: SecretRuleSet): readonly Hit[] {
  const bytes = texts.map(({ text }) => Buffer.from(text));
  const starts: number[] = [];
  let end = 0;
  for (const text of bytes) {
    starts.push(end);
    end += text.length + SEPARATOR.length;
  }
  const joined = Buffer.concat(bytes.flatMap((text) => [text, Buffer.from(SEPARATOR)]));
  const scanner = new SecretScanner(rules);
  scanner.start(Buffer.alloc(0), 0, 0, joined.length);
  scanner.push(joined);
  const hits: Hit[] = [];
  let at = 0;
  const taken: { start: number; end: number }[][] = texts.map(() => []);
  for (const { ruleId, offsetBytes, lengthBytes } of scanner.finish().matches) {
    while (at + 1 < starts.length && starts[at + 1]! <= offsetBytes) at++;
    const start = offsetBytes - starts[at]!;
    const text = bytes[at]!;
    if (start + lengthBytes > text.length) continue;
    taken[at]!.push({ start, end: start + lengthBytes });
    hits.push({
      ruleId,
      value: text.toString('utf8', start, start + lengthBytes),
      place: placeOf(texts[at]!),
    });
  }
  texts.forEach((text, i) => {
    for (const { start, end: stop } of findByName(text)) {
      const before = Buffer.byteLength(text.text.slice(0, start));
      const after = before + Buffer.byteLength(text.text.slice(start, stop));
      if (taken[i]!.some((span) => span.start < after && before < span.end)) continue;
      hits.push({ ruleId: NAMED_CREDENTIAL.id, value: text.text.slice(start, stop), place: placeOf(text) });
    }
  });
  return hits;
}

function findByName({ name, text }: ConfigText): readonly { readonly start: number; readonly end: number }[] {
  if (name === null) return findNamedCredentials(text);
  const start = name.length + 1;
  return isNamedCredential(name, text.slice(start)) ? [{ start, end: text.length }] : [];
}

function placeOf({ place, name, step, layer }: ConfigText): ConfigSecretPlace {
  return { place, name, step, layer };
}

function isSamePlace(a: ConfigSecretPlace, b: ConfigSecretPlace): boolean {
  return a.place === b.place && a.name === b.name && a.step === b.step;
}
