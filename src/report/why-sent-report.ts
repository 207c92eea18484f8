// Why one path of a context is sent or not, as plain data.
import type { ReportedUse } from './context-report.ts';

/** The answer for one build. */
export interface WhySentReport {
  readonly build: string | null;
  readonly dockerfile: string;
  readonly path: string;
  readonly isFolder: boolean;
  readonly isSent: boolean;
  /** What of it is sent, of a folder all below it. */
  readonly files: number;
  readonly bytes: number;
  readonly reason: 'not-ignored' | 'reincluded' | 'ignored' | 'unused' | 'nothing-is-sent';
  /** The path itself or the folder above it that was decided on; null where it is sent. */
  readonly decidedAt: string | null;
  readonly ignoreFile: string | null;
  /** The line that decided; line 0 stands for a rule of the builder itself. */
  readonly ignoreLine: { readonly line: number; readonly pattern: string } | null;
  readonly usedBy: readonly Omit<ReportedUse, 'files' | 'bytes'>[];
}
