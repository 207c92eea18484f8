// The field `Status` of dpkg and opkg: what is wanted, whether there is an error, and the state that the package is in.

/** The third word, in small letters; empty where there is none. */
export function readState(status: string | undefined): string {
  return status?.split(/\s+/, 3)[2]?.toLowerCase() ?? '';
}
