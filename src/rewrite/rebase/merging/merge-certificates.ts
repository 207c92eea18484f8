// Bundles of certificates in PEM (RFC 7468), as update-ca-certificates writes them: the certificates are the items.
import { type KeyedItem, mergeItems } from './merge-items.ts';
import { type FileVersions, type MergeResult, resultOf, textOf } from './merge-result.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/** Merges bundles: what the application added is added, what it took out is taken out. Text between certificates is dropped. */
export function mergeCertificates({ old, mine, theirs }: FileVersions): MergeResult {
  const split = (content: Buffer | undefined): readonly KeyedItem[] =>
    (textOf(content).match(CERTIFICATE) ?? []).map((text) => ({ key: text.replace(/\s+/g, ''), text }));
  const { items, clashes } = mergeItems(split(old), split(mine), split(theirs));
  return resultOf(items.map(({ text }) => `${text}\n`).join(''), clashes);
}
