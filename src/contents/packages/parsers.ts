// Every kind of package metadata that is read while a layer streams by. Facts depend on this list: FACTS_VERSION rises with it.
import type { RecordParser } from './record-parser.ts';

/** All parsers; of two that want one file, the first reads it. */
export const METADATA_PARSERS: readonly RecordParser[] = [];
