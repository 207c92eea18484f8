// Every kind of package metadata that is read while a layer streams by. Facts depend on this list: FACTS_VERSION rises with it.
import { LANGUAGE_PARSERS } from './language-parsers.ts';
import type { RecordParser } from './record-parser.ts';
import { RPM_PARSERS } from './rpm/rpm-parsers.ts';
import { SYSTEM_PARSERS } from './system-parsers.ts';

/** All parsers; of two that want one file, the first reads it. */
export const METADATA_PARSERS: readonly RecordParser[] = [
  ...SYSTEM_PARSERS,
  ...RPM_PARSERS,
  ...LANGUAGE_PARSERS,
];
