// Secrets that builds mount, named on the command line. Their contents go from file to engine; what comes from a variable lies in a
// file of ours for the time of the run, readable by its owner alone.
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PlimsollError } from '../../errors.ts';

/** Files by id, until they are removed. */
export interface PlacedSecrets {
  readonly files: Readonly<Record<string, string>>;
  remove(): Promise<void>;
}

const FIELD = /^(id|src|source|env|type)=(.*)$/s;

/** Reads `id=ID,src=FILE` and `id=ID,env=VARIABLE` as Docker does; throws USAGE and FILE_UNREADABLE. */
export async function placeSecrets(
  texts: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<PlacedSecrets> {
  const files: Record<string, string> = {};
  let folder: string | undefined;
  try {
    for (const text of texts) {
      const { id, source, variable } = readSecret(text);
      if (Object.hasOwn(files, id)) throw usage(`there are two secrets '${id}'`);
      if (source !== undefined) {
        if (!existsSync(source))
          throw new PlimsollError('FILE_UNREADABLE', `the file of the secret '${id}' is not there`, {
            subject: source,
          });
        files[id] = source;
        continue;
      }
      const value = env[variable!];
      if (value === undefined) throw usage(`the variable of the secret '${id}' is not set`, variable);
      folder ??= await mkdtemp(join(tmpdir(), 'plimsoll-secrets-'));
      files[id] = join(folder, `${Object.keys(files).length}`);
      await writeFile(files[id], value, { mode: 0o600 });
    }
  } catch (error) {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    files,
    remove: async () => {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

function readSecret(text: string): {
  readonly id: string;
  readonly source: string | undefined;
  readonly variable: string | undefined;
} {
  const fields = new Map<string, string>();
  for (const field of text.split(',')) {
    const [, name, value] = FIELD.exec(field) ?? [];
    if (name === undefined || value === undefined || value === '')
      throw usage('a secret cannot be read', text);
    fields.set(name === 'source' ? 'src' : name, value);
  }
  const [id, source] = [fields.get('id'), fields.get('src')];
  // As with Docker, a secret that names no place is the variable or the file of its id.
  const variable = fields.get('env') ?? (source === undefined ? id : undefined);
  if (id === undefined) throw usage('a secret has no id', text);
  return { id, source: source === undefined ? undefined : resolve(source), variable };
}

function usage(message: string, subject?: string): PlimsollError {
  return new PlimsollError('USAGE', message, {
    ...(subject === undefined ? {} : { subject }),
    hint: 'Write --secret id=ID,src=FILE or --secret id=ID,env=VARIABLE.',
  });
}
