// The images of a fleet as they are opened one by one.

/** One image of one platform. */
export interface FleetTarget {
  /** Unique in its fleet, for reports. */
  readonly name: string;
  /** What opens it. */
  readonly reference: string;
  /** `os/architecture[/variant]`; undefined for the machine's own. */
  readonly platform: string | undefined;
}

/** The images that sources mean. */
export async function listTargets(sources: readonly string[]): Promise<readonly FleetTarget[]> {
  return sources.map((name) => ({ name, reference: name, platform: undefined }));
}
