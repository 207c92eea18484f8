// Whether two configs run the same: every field counts that is not about when, where and by which steps the image was made.
// Fields that are not known here count too.

/** Of the config itself: when and how it was made. */
const ABOUT_THE_BUILD: ReadonlySet<string> = new Set([
  'created',
  'history',
  'rootfs',
  'docker_version',
  'container',
  'container_config',
  'id',
  'parent',
  'moby.buildkit.buildinfo.v1',
  'moby.buildkit.cache.v0',
]);
/** Of what runs: names of the container that the classic builder ran its last step in. */
const ABOUT_THE_STEP: ReadonlySet<string> = new Set([
  'Hostname',
  'Domainname',
  'Image',
  'AttachStdin',
  'AttachStdout',
  'AttachStderr',
  'Tty',
  'OpenStdin',
  'StdinOnce',
]);
/** Labels that are a time (image-spec annotations.md, label-schema.org). */
const TIMES: ReadonlySet<string> = new Set([
  'org.opencontainers.image.created',
  'org.label-schema.build-date',
]);

type Fields = Readonly<Record<string, unknown>>;

/** The names of the fields that differ, and labels that were set aside because they are times. */
export function compareRunConfigs(
  a: Fields,
  b: Fields,
): { readonly differing: readonly string[]; readonly setAside: readonly string[] } {
  const [inA, inB] = [flatten(a), flatten(b)];
  const names = [...new Set([...inA.keys(), ...inB.keys()])].sort();
  const unequal = names.filter((name) => inA.get(name) !== inB.get(name));
  const isTime = (name: string): boolean => TIMES.has(name.replace(/^Labels\./, ''));
  return {
    differing: unequal.filter((name) => !isTime(name)),
    setAside: unequal.filter(isTime).map((name) => name.replace(/^Labels\./, 'the label ')),
  };
}

/** Fields by name as text; builders write one that is not set as null, as nothing or not at all. */
function flatten(config: Fields): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const put = (name: string, value: unknown): void => {
    const text = toText(value);
    if (text !== undefined) fields.set(name, text);
  };
  for (const [name, value] of Object.entries(config))
    if (!ABOUT_THE_BUILD.has(name) && name !== 'config') put(name, value);
  for (const [name, value] of Object.entries(asFields(config['config']))) {
    if (ABOUT_THE_STEP.has(name)) continue;
    if (name !== 'Labels') put(`config.${name}`, value);
    else for (const [label, text] of Object.entries(asFields(value))) put(`Labels.${label}`, text ?? '');
  }
  return fields;
}

function toText(value: unknown): string | undefined {
  const isEmpty =
    value === undefined ||
    value === null ||
    value === '' ||
    value === false ||
    (typeof value === 'object' && Object.keys(value).length === 0);
  return isEmpty ? undefined : JSON.stringify(value, sortKeys);
}

/** Objects in the order of their keys, so that equal ones are equal texts. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1)));
}

function asFields(value: unknown): Fields {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Fields) : {};
}
