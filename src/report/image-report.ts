// What every format shows of one image: plain data, worked out once, so that text and JSON can never disagree.
import type { Finding } from '../checks/finding.ts';
import type { ImageBytes, LayerBytes } from '../checks/judging/sum-bytes.ts';
import type { InventorySummary } from '../contents/packages/package-summary.ts';
import type { Compression } from '../oci/compression/choose-decompressor.ts';
import type { Transport } from '../oci/image/image.ts';

/** From which severity on findings make the run fail. */
export type FailOn = 'error' | 'warning' | 'advice' | 'never';

/** Which image was looked at. */
interface ReportTarget {
  readonly kind: 'image';
  /** As the user typed it; for people only. */
  readonly name: string;
  readonly transport: Transport;
  /** With its transport, so that it means the same image everywhere. */
  readonly reference: string;
  readonly digest: string;
  /** `os/architecture[/variant]`. */
  readonly platform: string;
  /** When the image was made, as its config states it, or null. */
  readonly created: string | null;
}

/** The base image, where it is known. */
export interface ReportBase {
  readonly reference: string;
  /** How many of the lowest layers are its. */
  readonly layerCount: number;
}

/** One layer: where it came from and its bytes. */
export interface ReportLayer extends LayerBytes {
  /** The blob's; null where the image's place has no manifest. */
  readonly digest: string | null;
  readonly diffId: string;
  /** The history's `created_by` as it is, or null. */
  readonly createdBy: string | null;
  /** The same as it stood in the Dockerfile. */
  readonly instruction: string | null;
  readonly origin: Finding['origin'];
  readonly compression: Compression;
  readonly entryCount: number;
}

/** A finding, or a part of one, that plimsoll.yaml says not to count. */
export interface IgnoredFinding {
  readonly finding: Finding;
  readonly reason: string;
  /** The last day on which it is ignored, `YYYY-MM-DD`, or null. */
  readonly until: string | null;
}

/** Bytes of the image; ignored bytes lie within the needed ones, as advice does. */
interface ReportBytes extends ImageBytes {
  readonly ignoredBytes: number;
}

/** A limit that the user set, and how the image stands to it. */
export interface BudgetVerdict {
  readonly kind: 'max-ballast' | 'max-size';
  /** As the user wrote it. */
  readonly limit: string;
  readonly limitBytes: number;
  readonly actualBytes: number;
  readonly isExceeded: boolean;
}

/** Whether the image passes, and why not; only your findings count, never inherited or ignored ones. */
export interface Verdict {
  readonly passes: boolean;
  readonly failOn: FailOn;
  /** Your findings at `failOn` and above. */
  readonly failingCount: number;
  readonly budgets: readonly BudgetVerdict[];
}

/** All that is reported of one image. */
export interface ImageReport {
  readonly kind: 'image-report';
  readonly target: ReportTarget;
  readonly base: ReportBase | null;
  readonly bytes: ReportBytes;
  readonly layers: readonly ReportLayer[];
  /** Largest first. */
  readonly findings: readonly Finding[];
  readonly ignored: readonly IgnoredFinding[];
  readonly verdict: Verdict;
  readonly inventory: InventorySummary;
}
