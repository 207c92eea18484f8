// The whole build key: a source key and the digests of everything that the image stands on.
import type { Digest } from '../../../oci/bytes/digest.ts';
import { hashFields } from './hash-fields.ts';
import type { SourceKey } from './source-key.ts';

/** A base as it is used: an external one by its full reference, one of the graph by its id. */
export interface ResolvedBase {
  readonly reference: string;
  /** Of an external base the index's, where it has one; of one of the graph the effective digest of the platform's image. */
  readonly digest: Digest;
}

/** 64 hex digits. The order of the bases does not count, nor does it count how often one is named. */
export function completeKey({ hash }: Pick<SourceKey, 'hash'>, bases: readonly ResolvedBase[]): string {
  const pairs = [...new Set(bases.map(({ reference, digest }) => `${reference}\n${digest}`))].sort();
  return hashFields('complete', [hash, ...pairs.flatMap((pair) => pair.split('\n'))]);
}
