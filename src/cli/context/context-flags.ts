// The options of `plimsoll context`, as commander hands them over.
import type { Engine } from '../../context/engines/engine-rules.ts';
import type { FailOn } from '../../report/image-report.ts';
import type { JudgementFormat } from '../formats/format-names.ts';
import type { WriteFlags } from '../formats/write-option.ts';
import type { KnownFlags } from '../known-findings/known-flags.ts';

export interface ContextFlags extends KnownFlags, WriteFlags {
  readonly file?: string;
  readonly target?: string;
  readonly buildArg?: readonly string[];
  readonly buildContext?: readonly string[];
  readonly platform?: string;
  readonly bake?: string;
  readonly compose?: string;
  readonly engine: Engine;
  readonly list?: boolean;
  readonly why?: string;
  readonly failOn?: FailOn;
  readonly config?: string;
  /** False where contents are not to be searched. */
  readonly secrets: boolean;
  readonly cacheDir?: string;
  readonly cache: boolean;
  readonly workers?: number;
  /** True without a mode. */
  readonly fix?: string | true;
  readonly dryRun?: boolean;
  readonly format: 'text' | 'json' | JudgementFormat;
  readonly all?: boolean;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}
