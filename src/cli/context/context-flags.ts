// The options of `plimsoll context`, as commander hands them over.
import type { Engine } from '../../context/engines/engine-rules.ts';

export interface ContextFlags {
  readonly file?: string;
  readonly target?: string;
  readonly buildArg?: readonly string[];
  readonly buildContext?: readonly string[];
  readonly platform?: string;
  readonly engine: Engine;
  readonly list?: boolean;
  readonly why?: string;
  /** True without a mode. */
  readonly fix?: string | true;
  readonly dryRun?: boolean;
  readonly format: 'text' | 'json';
  readonly all?: boolean;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}
