// Package URLs of language packages (purl-spec, PURL-TYPES: npm, pypi, gem, maven, composer, golang, cargo).
import type { PackageRecord } from './package-record.ts';
import { encodePurl } from './purl.ts';
import { normalisePythonName } from './python/normalise-name.ts';

/** The package URL of a record that has no distribution. */
export function makeLanguagePurl(record: Pick<PackageRecord, 'type' | 'name' | 'version'>): string {
  const { type, name, version } = record;
  switch (type) {
    case 'pypi':
      return encodePurl({ type, name: normalisePythonName(name), version });
    case 'maven':
      return encodePurl({ type, ...splitMaven(name), version });
    case 'npm':
      return encodePurl({ type, ...splitAt(name, name.indexOf('/')), version });
    case 'composer': {
      const lower = name.toLowerCase();
      return encodePurl({ type, ...splitAt(lower, lower.indexOf('/')), version });
    }
    case 'golang':
      return encodePurl({ type, ...splitAt(name, name.lastIndexOf('/')), version });
    default:
      return encodePurl({ type, name, version });
  }
}

/** A jar of which no group is known stands for its own, as scanners have it: the type demands one. */
function splitMaven(name: string): { namespace: string; name: string } {
  const colon = name.indexOf(':');
  return colon < 0 ? { namespace: name, name } : splitAt(name, colon);
}

function splitAt(whole: string, at: number): { namespace: string; name: string } {
  return at <= 0 || at === whole.length - 1
    ? { namespace: '', name: whole }
    : { namespace: whole.slice(0, at), name: whole.slice(at + 1) };
}
