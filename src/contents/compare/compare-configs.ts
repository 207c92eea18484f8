// What two images run with, field by field (image-spec config.md, and Docker's own fields). When and how they were built is
// not compared: that differs with every build.
import type { ImageConfig } from '../../oci/image/config.ts';
import type { ImageContents } from '../image-contents.ts';
import { withholdSecret } from './withhold-secret.ts';

/** One field that differs. */
export interface ConfigDifference {
  /** As the config spells it: `Env`, `Cmd`, `ExposedPorts`; `platform` for os, architecture and variant. */
  readonly field: string;
  /** The variable, label, port or volume, for fields that have many. */
  readonly name: string | null;
  /** Lists and objects as JSON; null where the image has none. Likely secrets are withheld. */
  readonly valueInA: string | null;
  readonly valueInB: string | null;
}

const SINGLE_FIELDS = ['User', 'WorkingDir', 'Entrypoint', 'Cmd', 'Shell', 'StopSignal', 'Healthcheck'];
const SET_FIELDS = ['ExposedPorts', 'Volumes', 'Labels'];

interface Field {
  readonly field: string;
  readonly name: string | null;
  readonly value: string;
}

/** A config as it is stored, and as it may be told. */
export type ComparedConfig = Pick<ImageContents, 'config' | 'storedConfig'>;

/** The fields that differ: single ones first, then variables, ports, volumes and labels by name. */
export function compareConfigs(a: ComparedConfig, b: ComparedConfig): readonly ConfigDifference[] {
  const [inA, inB] = [pairFields(a), pairFields(b)];
  const keys = new Set([...inA.keys(), ...inB.keys()]);
  return [...keys]
    .filter((key) => inA.get(key)?.stored.value !== inB.get(key)?.stored.value)
    .map((key): ConfigDifference => {
      const { field, name } = (inA.get(key) ?? inB.get(key))!.told;
      const show = (pair: FieldPair | undefined): string | null =>
        pair === undefined ? null : withholdSecret(name, pair.told.value);
      return { field, name, valueInA: show(inA.get(key)), valueInB: show(inB.get(key)) };
    })
    .sort(byPlace);
}

interface FieldPair {
  readonly stored: Field;
  readonly told: Field;
}

/** Fields by what is stored. A masked config has the same ones in the same order, under masked names where names have secrets. */
function pairFields({ config, storedConfig }: ComparedConfig): ReadonlyMap<string, FieldPair> {
  const told = listFields(config);
  return new Map(
    listFields(storedConfig).map((stored, i) => [
      JSON.stringify([stored.field, stored.name]),
      { stored, told: told[i]! },
    ]),
  );
}

function listFields(config: ImageConfig): readonly Field[] {
  const fields: Field[] = [];
  const put = (field: string, name: string | null, value: string): void => {
    fields.push({ field, name, value });
  };
  const { os, architecture, variant } = config.platform;
  const platform = [os, architecture, variant].filter(Boolean).join('/');
  if (platform !== '') put('platform', null, platform);
  const run = asObject(config.json['config']);
  for (const field of SINGLE_FIELDS) {
    const value = run[field];
    if (!isEmpty(value)) put(field, null, typeof value === 'string' ? value : JSON.stringify(value));
  }
  for (const field of SET_FIELDS)
    for (const [name, value] of Object.entries(asObject(run[field])))
      put(field, name, typeof value === 'string' ? value : JSON.stringify(value));
  for (const variable of config.run.env) {
    const equals = variable.indexOf('=');
    if (equals >= 0) put('Env', variable.slice(0, equals), variable.slice(equals + 1));
    else put('Env', variable, '');
  }
  return fields;
}

const ORDER = ['platform', ...SINGLE_FIELDS, 'Env', ...SET_FIELDS];

function byPlace(a: ConfigDifference, b: ConfigDifference): number {
  const [x, y] = [a.name ?? '', b.name ?? ''];
  return ORDER.indexOf(a.field) - ORDER.indexOf(b.field) || (x < y ? -1 : x > y ? 1 : 0);
}

/** Builders write a field that is not set as null, as nothing or not at all. */
function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
  );
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : {};
}
