// A recorded base: `NAME`, `NAME:TAG`, `NAME@DIGEST`, `NAME:TAG@DIGEST` or a digest alone.

/** Its parts, as far as they are there. */
export interface RecordedBase {
  /** With its tag. */
  readonly name: string | undefined;
  readonly digest: string | undefined;
}

/** Takes it apart; undefined where nothing is recorded. */
export function splitBase(base: string | undefined): RecordedBase | undefined {
  if (base === undefined || base === '') return undefined;
  const at = base.indexOf('@');
  if (at !== -1) return { name: base.slice(0, at) || undefined, digest: base.slice(at + 1) };
  return /^sha(?:256|512):[0-9a-f]{64,128}$/.test(base)
    ? { name: undefined, digest: base }
    : { name: base, digest: undefined };
}

/** Whether a name has a tag. */
export function hasTag(name: string): boolean {
  return name.lastIndexOf(':') > name.lastIndexOf('/');
}
