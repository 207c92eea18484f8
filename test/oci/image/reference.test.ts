import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlimsollError } from '../../../src/errors.ts';
import {
  formatRegistryReference,
  parseRegistryReference,
  type RegistryReference,
} from '../../../src/oci/image/reference.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}` as const;

function failureOf(text: string): PlimsollError {
  try {
    parseRegistryReference(text);
  } catch (error) {
    if (error instanceof PlimsollError) return error;
    throw error;
  }
  throw new Error(`'${text}' was accepted`);
}

describe('parseRegistryReference', () => {
  it.each([
    ['alpine', 'docker.io/library/alpine:latest'],
    ['alpine:3.20', 'docker.io/library/alpine:3.20'],
    ['grafana/loki', 'docker.io/grafana/loki:latest'],
    ['docker.io/alpine', 'docker.io/library/alpine:latest'],
    ['index.docker.io/library/alpine', 'docker.io/library/alpine:latest'],
    ['registry-1.docker.io/alpine', 'docker.io/library/alpine:latest'],
    ['ghcr.io/a/b/c:x', 'ghcr.io/a/b/c:x'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost:5000', 'docker.io/library/localhost:5000'],
    ['localhost:5000/app', 'localhost:5000/app:latest'],
    ['127.0.0.1:5000/app:1', '127.0.0.1:5000/app:1'],
    ['[::1]:5000/app', '[::1]:5000/app:latest'],
    ['Registry.Example.COM/app', 'registry.example.com/app:latest'],
    [`alpine@${DIGEST}`, `docker.io/library/alpine@${DIGEST}`],
    [`alpine:3@${DIGEST}`, `docker.io/library/alpine:3@${DIGEST}`],
    ['a.b/c__d/e-----f/g.h_i', 'a.b/c__d/e-----f/g.h_i:latest'],
    [`quay.io/x:${'t'.repeat(128)}`, `quay.io/x:${'t'.repeat(128)}`],
  ])('reads %s', (text, full) => {
    expect(formatRegistryReference(parseRegistryReference(text))).toBe(full);
  });

  it.each([
    ['', /names no image/],
    ['UPPER/app', /upper-case/],
    ['ghcr.io/Owner/App:1', /upper-case/],
    ['https://ghcr.io/a/b', /URL/],
    ['alpine:', /tag/],
    ['alpine:-x', /tag/],
    ['alpine:a b', /tag/],
    [`alpine:${'t'.repeat(129)}`, /tag/],
    ['alpine:1:2', /tag/],
    ['alpine@sha256:short', /digest/],
    [`alpine@${DIGEST}@${DIGEST}`, /digest/],
    ['alpine@', /digest/],
    ['a//b', /path/],
    ['/alpine', /path/],
    ['alpine/', /path/],
    ['ghcr.io/', /names no image/],
    ['a..b/c/../d', /path|host/],
    ['ghcr.io/a/../b', /path/],
    ['ghcr.io/a/%2e%2e/b', /path/],
    ['ghcr.io/a?x=1', /path/],
    ['a___b', /path/],
    ['-a.example/x', /host/],
    ['a.example:0/x', /host/],
    ['a.example:65536/x', /host/],
    ['a.example:/x', /host/],
    ['user:pw/x', /host/],
    ['[::1/x', /host/],
    ['[fe80::1%25eth0]:5000/x', /host/],
    ['a.example\n/x', /host/],
    [DIGEST.slice(7), /image id/],
    [`ghcr.io/${'a'.repeat(256)}`, /255/],
    ['a'.repeat(5000), /1024/],
  ])('refuses %j', (text, message) => {
    expect(failureOf(text)).toMatchObject({
      code: 'REFERENCE_INVALID',
      message: expect.stringMatching(message),
    });
  });

  it('says how an upper-case path is written', () => {
    expect(failureOf('ghcr.io/Owner/App').hint).toBe('Repositories are lower case: owner/app.');
  });

  it('answers at once to a path made for a slow pattern', () => {
    const started = performance.now();
    failureOf(`${'a_'.repeat(120)}!`);
    failureOf(`a${'-'.repeat(250)}!`);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('never throws anything but REFERENCE_INVALID, and what it accepts it also reads back', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom(...'aA0.:/@-_[]') }),
    );
    fc.assert(
      fc.property(text, (value) => {
        let reference: RegistryReference;
        try {
          reference = parseRegistryReference(value);
        } catch (error) {
          expect(error).toMatchObject({ code: 'REFERENCE_INVALID' });
          return;
        }
        expect(parseRegistryReference(formatRegistryReference(reference))).toEqual(reference);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads back every well-formed reference', () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,6}(?:(?:\.|_|__|-{1,3})[a-z0-9]{1,6}){0,2}$/);
    const host = fc.oneof(
      fc.stringMatching(/^[a-z0-9]{1,8}(?:\.[a-z0-9](?:[a-z0-9-]{0,6}[a-z0-9])?){1,3}(?::[1-9][0-9]{0,3})?$/),
      fc.constantFrom('localhost', 'localhost:5000', '[::1]', '[2001:db8::1]:443', '127.0.0.1:1'),
    );
    const tag = fc.stringMatching(/^\w[\w.-]{0,127}$/);
    const reference = fc
      .record({
        host,
        repository: fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('/')),
        mark: fc.oneof(
          fc.record({ tag }),
          fc.record({ digest: fc.constant(DIGEST) }),
          fc.record({ tag, digest: fc.constant(DIGEST) }),
        ),
      })
      .map(({ mark, ...rest }): RegistryReference => ({ ...rest, ...mark }));
    fc.assert(
      fc.property(reference, (value) => {
        expect(parseRegistryReference(formatRegistryReference(value))).toEqual(value);
      }),
    );
  });
});
