// OASIS's schema of SARIF 2.1.0, which is not in this repository: PLIMSOLL_SARIF_SCHEMA names a copy.
import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

const PATH = process.env['PLIMSOLL_SARIF_SCHEMA'] ?? '/work/peers/sarif/sarif-schema-2.1.0.json';

/** Whether there is a copy; a test that needs it says so where there is none. */
export const hasOasisSchema = existsSync(PATH);
if (!hasOasisSchema)
  console.warn(`skipped: no SARIF schema at ${PATH}; name OASIS's with PLIMSOLL_SARIF_SCHEMA`);

let validate: ReturnType<Ajv['compile']> | undefined;

/** What of a log does not fit the schema; nothing where there is no copy of it. */
export function breaksOasisSchema(log: unknown): readonly object[] {
  if (!hasOasisSchema) return [];
  validate ??= compileSchema();
  validate(log);
  return validate.errors ?? [];
}

function compileSchema(): ReturnType<Ajv['compile']> {
  const ajv = new Ajv({ strict: false });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  const schema = JSON.parse(readFileSync(PATH, 'utf8')) as { $schema?: string; id?: string };
  delete schema.$schema;
  delete schema.id;
  return ajv.compile(schema);
}
