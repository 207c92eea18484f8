// The sums: for the image and for each layer, what is needed, what is ballast and by which cause. They add up by
// construction and are checked to: a byte missing here would be a byte that no finding explains.

import { ENTRY_KIND } from '../../contents/facts/layer-facts.ts';
import type { ImageContents } from '../../contents/image-contents.ts';
import { VISIBLE } from '../../contents/view/squashed-view.ts';
import { PlimsollError } from '../../errors.ts';
import type { Finding } from '../finding.ts';

/** Bytes of the whole image; `entryBytes = neededBytes + ballastBytes`, and advice lies within needed. */
export interface ImageBytes {
  readonly entryBytes: number;
  /** What a pull brings: the blobs as stored. */
  readonly shippedBytes: number;
  readonly neededBytes: number;
  readonly ballastBytes: number;
  readonly ballastShippedBytes: number;
  readonly adviceBytes: number;
  readonly ballastByCause: Readonly<Record<string, number>>;
  readonly ballastByOrigin: { readonly yours: number; readonly inherited: number };
  readonly adviceByOrigin: { readonly yours: number; readonly inherited: number };
}

/** Bytes of one layer that no judgement changes. */
export interface LayerTotals {
  readonly index: number;
  readonly entryBytes: number;
  /** The whole tar, headers and padding included. */
  readonly tarBytes: number;
  readonly shippedBytes: number;
  /** Bytes of files that no longer show, whatever the cause they are counted under. */
  readonly hiddenBytes: number;
}

/** Bytes of one layer. */
export interface LayerBytes extends LayerTotals {
  readonly neededBytes: number;
  readonly ballastBytes: number;
  readonly adviceBytes: number;
  readonly ballastByCause: Readonly<Record<string, number>>;
}

/** The totals of an image's layers. */
export function measureLayers(contents: Pick<ImageContents, 'layers' | 'view'>): readonly LayerTotals[] {
  return contents.layers.map(({ facts, storedBytes }, index) => ({
    index,
    entryBytes: facts.entryBytes,
    tarBytes: facts.tarBytes,
    shippedBytes: storedBytes,
    hiddenBytes: countHidden(contents, index),
  }));
}

/** Sums findings over layers and the image; throws INTERNAL where a layer would hold more ballast than bytes. */
export function sumBytes(
  totals: readonly LayerTotals[],
  findings: readonly Finding[],
): { readonly bytes: ImageBytes; readonly layers: readonly LayerBytes[] } {
  const byLayer: Finding[][] = totals.map(() => []);
  for (const finding of findings) if (finding.layer !== null) byLayer[finding.layer]!.push(finding);
  const layers = totals.map(({ index, entryBytes, tarBytes, shippedBytes, hiddenBytes }) => {
    const own = byLayer[index]!;
    const ballast = own.filter(isBallast);
    const ballastBytes = sum(ballast.map(({ bytes }) => bytes));
    if (ballastBytes > entryBytes)
      throw new PlimsollError('INTERNAL', `layer ${index} has more ballast than bytes`);
    return {
      index,
      entryBytes,
      tarBytes,
      shippedBytes,
      hiddenBytes,
      neededBytes: entryBytes - ballastBytes,
      ballastBytes,
      adviceBytes: sum(own.filter((finding) => !isBallast(finding)).map(({ bytes }) => bytes)),
      ballastByCause: byCause(ballast),
    };
  });
  const ballast = findings.filter(isBallast);
  const advice = findings.filter((finding) => !isBallast(finding));
  const entryBytes = sum(layers.map((layer) => layer.entryBytes));
  const ballastBytes = sum(ballast.map(({ bytes }) => bytes));
  return {
    layers,
    bytes: {
      entryBytes,
      shippedBytes: sum(layers.map((layer) => layer.shippedBytes)),
      neededBytes: entryBytes - ballastBytes,
      ballastBytes,
      ballastShippedBytes: sum(ballast.map(({ shippedBytes }) => shippedBytes)),
      adviceBytes: sum(advice.map(({ bytes }) => bytes)),
      ballastByCause: byCause(ballast),
      ballastByOrigin: byOrigin(ballast),
      adviceByOrigin: byOrigin(advice),
    },
  };
}

/** Whether a finding's bytes are taken out of what is needed: budgets and sums count warnings and errors. */
export function isBallast(finding: Finding): boolean {
  return finding.severity !== 'advice';
}

function countHidden({ view, layers }: Pick<ImageContents, 'layers' | 'view'>, index: number): number {
  const { facts } = layers[index]!;
  const base = view.entryBases[index]!;
  let hidden = 0;
  for (let i = 0; i < facts.entryCount; i++)
    if (facts.kinds[i] === ENTRY_KIND.file && view.hiddenBy[base + i] !== VISIBLE) hidden += facts.sizes[i]!;
  return hidden;
}

function byCause(findings: readonly Finding[]): Readonly<Record<string, number>> {
  const sums: Record<string, number> = {};
  for (const { rule, bytes } of findings) if (bytes > 0) sums[rule] = (sums[rule] ?? 0) + bytes;
  return sums;
}

function byOrigin(findings: readonly Finding[]): { yours: number; inherited: number } {
  const of = (origin: Finding['origin']): number =>
    sum(findings.filter((finding) => finding.origin === origin).map(({ bytes }) => bytes));
  return { yours: of('yours'), inherited: of('inherited') };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
