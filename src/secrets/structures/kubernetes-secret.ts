// Secrets of Kubernetes as manifests: every entry of `data`, decoded from Base64, and of `stringData`.
// https://kubernetes.io/docs/concepts/configuration/secret/
import { defineTextStructure, type SecretSpan } from './define-structure.ts';
import { isSecretValue, type Strictness } from './judging/secret-value.ts';
import { readJsonStrings } from './reading/json-strings.ts';
import type { NamedValue } from './reading/named-value.ts';
import { findUrlPasswords } from './reading/url-passwords.ts';
import { readYamlScalars } from './reading/yaml-scalars.ts';

/** Manifests are flat; deeper values are none of theirs. */
const DEEPEST = 12;
/** Entries that are there beside the secret. */
const OPEN_NAME =
  /(?:^|[._-])(?:user|users|username|user-name|login|email|mail|name|host|hostname|port|server|endpoint|region|database|db|dbname|schema|namespace|issuer|type|scheme|protocol|version|config-version|bucket|account|tenant|tenant-id|client-id|client_id|clientid|id)$|\.(?:crt|cer|pub|crl)$|^(?:ca|cert|certificate|cacert)$/i;

interface Entry {
  /** The path of the object that it is an entry of. */
  readonly object: string;
  readonly name: string;
  readonly isEncoded: boolean;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export const KUBERNETES_SECRET = defineTextStructure(
  {
    id: 'kubernetes-secret',
    names: ['secret.json', 'secrets.json'],
    endings: ['.yaml', '.yml'],
    limitBytes: 2 << 20,
    kinds: [
      {
        id: 'kubernetes-secret-value',
        name: 'value of a Kubernetes Secret',
        source: 'https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data',
      },
    ],
  },
  function* (text, _path, sampleOr): Generator<SecretSpan> {
    if (!/\bkind["']?\s{0,8}:\s{0,8}["']?Secret\b/.test(text)) return;
    const isJson = /^\s*\{/.test(text.slice(0, 64));
    for (const { from, to } of isJson ? [{ from: 0, to: text.length }] : documentsOf(text)) {
      const document = text.slice(from, to);
      const values = isJson ? readJsonStrings(document) : readYamlScalars(document);
      for (const { start, end } of findInDocument(values, sampleOr('settings')))
        yield { start: from + start, end: from + end };
    }
  },
);

function* documentsOf(text: string): Generator<{ from: number; to: number }> {
  let from = 0;
  for (const separator of text.matchAll(/^---(?=\s|$)/gm)) {
    yield { from, to: separator.index };
    from = separator.index + separator[0].length;
  }
  yield { from, to: text.length };
}

function* findInDocument(values: Iterable<NamedValue>, strictness: Strictness): Generator<SecretSpan> {
  const secrets = new Set<string>();
  const entries: Entry[] = [];
  for (const { name, parents, value, start, end } of values) {
    if (parents.length > DEEPEST) continue;
    if (name === 'kind' && value === 'Secret') secrets.add(parents.join('\n'));
    const field = parents.at(-1);
    if (field !== 'data' && field !== 'stringData') continue;
    const object = parents.slice(0, -1).join('\n');
    entries.push({ object, name, isEncoded: field === 'data', value, start, end });
  }
  for (const entry of entries) if (secrets.has(entry.object)) yield* judge(entry, strictness);
}

function* judge(entry: Entry, strictness: Strictness): Generator<SecretSpan> {
  const { name, isEncoded, value, start, end } = entry;
  const text = isEncoded ? Buffer.from(value, 'base64').toString('latin1') : value;
  if (isEncoded && (text === '' || !/^[A-Za-z0-9+/=\s]+$/.test(value))) return;
  const [url] = findUrlPasswords(text);
  const secret = url === undefined ? text.trim() : text.slice(url.start, url.end);
  if (url === undefined && OPEN_NAME.test(name)) return;
  if (!isCertificate(text) && isSecretValue(secret, strictness)) yield { start, end };
}

function isCertificate(text: string): boolean {
  return text.includes('-----BEGIN CERTIFICATE') && !text.includes('PRIVATE KEY-----');
}
