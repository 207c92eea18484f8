// `images:` and `update:` of plimsoll.yaml.
import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import {
  type ImageSetting,
  NO_UPDATE_SETTINGS,
  type UpdateSettings,
} from '../../fleet/update/update-settings.ts';
import type { SettingsNodes } from './settings-nodes.ts';

const IMAGE_KEYS = [
  'name',
  'tags',
  'dockerfile',
  'context',
  'target',
  'args',
  'platforms',
  'secrets',
  'refresh',
] as const;
const UPDATE_KEYS = ['definitions', 'folders', 'exclude', 'generations', 'keep', 'mayFail', 'gate'] as const;
const GATES = ['error', 'warning'] as const;
const KEEP_LIMIT = 1000;
const UNIT_SECONDS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 7 * 86_400 };
const PLATFORM = /^[\w.]+\/[\w.]+(?:\/[\w.]+)?$/;

/** Reads both; what is wrong is reported to `nodes`. */
export function readUpdateSettings(
  images: Node | undefined,
  update: Node | undefined,
  nodes: SettingsNodes,
): UpdateSettings {
  const reader = new UpdateReader(nodes);
  return {
    ...(update === undefined ? NO_UPDATE_SETTINGS : reader.readUpdate(update)),
    images: images === undefined ? [] : reader.readImages(images),
  };
}

class UpdateReader {
  readonly #nodes: SettingsNodes;

  constructor(nodes: SettingsNodes) {
    this.#nodes = nodes;
  }

  readImages(node: Node): readonly ImageSetting[] {
    if (isSeq(node)) return (node.items as Node[]).flatMap((item) => this.#readImage(item) ?? []);
    this.#nodes.report(node, "'images' must be a list of entries with 'name' and 'dockerfile'");
    return [];
  }

  readUpdate(node: Node): UpdateSettings {
    if (!isMap(node)) {
      this.#nodes.report(node, `'update' must hold some of ${UPDATE_KEYS.join(', ')}`);
      return NO_UPDATE_SETTINGS;
    }
    const values = this.#nodes.readKeys(node, UPDATE_KEYS, " in 'update'");
    const texts = (key: 'definitions' | 'folders' | 'exclude' | 'mayFail'): readonly string[] =>
      values[key] === undefined ? [] : this.#nodes.readTexts(values[key], `'${key}' in 'update'`);
    const { generations, gate } = values;
    const repository =
      generations === undefined ? undefined : this.#nodes.readText(generations, "'generations' in 'update'");
    const severity = isScalar(gate) ? GATES.find((each) => each === gate.value) : undefined;
    if (gate !== undefined && severity === undefined)
      this.#nodes.report(gate, `'gate' in 'update' must be one of ${GATES.join(', ')}`);
    return {
      images: [],
      definitions: texts('definitions'),
      folders: texts('folders'),
      exclude: texts('exclude'),
      ...(repository === undefined ? {} : { generations: repository }),
      keep: values.keep === undefined ? NO_UPDATE_SETTINGS.keep : this.#readKeep(values.keep),
      mayFail: texts('mayFail'),
      ...(severity === undefined ? {} : { gate: severity }),
    };
  }

  #readImage(node: Node): ImageSetting | undefined {
    const values = isMap(node) ? this.#nodes.readKeys(node, IMAGE_KEYS, " in 'images'") : {};
    const text = (key: 'name' | 'dockerfile' | 'context' | 'target'): string | undefined =>
      values[key] === undefined ? undefined : this.#nodes.readText(values[key], `'${key}' in 'images'`);
    const texts = (key: 'tags' | 'platforms' | 'secrets'): readonly string[] =>
      values[key] === undefined ? [] : this.#nodes.readTexts(values[key], `'${key}' in 'images'`);
    if (values.name === undefined || values.dockerfile === undefined) {
      this.#nodes.report(node, "an entry of 'images' must have 'name' and 'dockerfile'");
      return undefined;
    }
    const [name, dockerfile, context, target] = [
      text('name'),
      text('dockerfile'),
      text('context'),
      text('target'),
    ];
    const platforms = texts('platforms');
    for (const platform of platforms)
      if (!PLATFORM.test(platform))
        this.#nodes.report(values.platforms!, "a platform in 'images' must be os/architecture[/variant]");
    const refreshSeconds = values.refresh === undefined ? undefined : this.#readAge(values.refresh);
    if (name === undefined || dockerfile === undefined) return undefined;
    return {
      name,
      tags: texts('tags'),
      dockerfile,
      ...(context === undefined ? {} : { context }),
      ...(target === undefined ? {} : { target }),
      args: values.args === undefined ? {} : this.#readArgs(values.args),
      platforms,
      secretIds: texts('secrets'),
      ...(refreshSeconds === undefined ? {} : { refreshSeconds }),
      line: this.#nodes.lineOf(node),
    };
  }

  #readArgs(node: Node): Readonly<Record<string, string>> {
    const args: Record<string, string> = Object.create(null);
    if (!isMap(node)) {
      this.#nodes.report(node, "'args' in 'images' must hold names and values");
      return args;
    }
    for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
      const written = isScalar(value) ? value.value : undefined;
      if (!isScalar(key) || !/^(?:string|number|boolean)$/.test(typeof written))
        this.#nodes.report(value ?? key, "an argument in 'images' must have a text");
      // A number is meant as it is written: 3.10 is no 3.1.
      else args[String(key.value)] = (value as { source?: string }).source ?? String(written);
    }
    return args;
  }

  #readAge(node: Node): number | undefined {
    const [, count, unit] = (isScalar(node) && /^(\d{1,5}) ?([mhdw])$/.exec(String(node.value))) || [];
    if (count !== undefined && Number(count) > 0) return Number(count) * UNIT_SECONDS[unit!]!;
    this.#nodes.report(node, "'refresh' in 'images' must be an age: 12h, 7d, 4w");
    return undefined;
  }

  #readKeep(node: Node): number {
    const count = isScalar(node) ? node.value : undefined;
    if (typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= KEEP_LIMIT)
      return count;
    this.#nodes.report(node, `'keep' in 'update' must be a whole number from 1 to ${KEEP_LIMIT}`);
    return NO_UPDATE_SETTINGS.keep;
  }
}
