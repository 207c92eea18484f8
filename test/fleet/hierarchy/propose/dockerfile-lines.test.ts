// The lines of Dockerfiles: everything is brought by what is named, and nothing of an image ends a word or a line.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namesToInstall, writeLines } from '../../../../src/fleet/hierarchy/propose/dockerfile-lines.ts';
import type { ItemDetails } from '../../../../src/fleet/hierarchy/propose/problem-items.ts';

function item(name: string, askedFor = 0, type = 'deb', kind: ItemDetails['kind'] = 'package'): ItemDetails {
  return { kind, type, name, versions: ['1.0'], askedFor };
}

describe('what is named', () => {
  test('is what nothing else brings', () => {
    const items = [item('curl', 2), item('libcurl'), item('libc'), item('tini', 1)];
    expect(namesToInstall({ items, requires: [[1, 2], [2], [], [2]] })).toEqual(['curl', 'tini']);
  });

  test('is of a circle the one that images asked for, whatever its length', () => {
    const items = [item('libnode'), item('node-acorn'), item('nodejs', 3), item('zlib')];
    expect(namesToInstall({ items, requires: [[1, 3], [2], [0], []] })).toEqual(['nodejs']);
    const equal = items.map((one) => ({ ...one, askedFor: 0 }));
    expect(namesToInstall({ items: equal, requires: [[1, 3], [2], [0], []] })).toEqual(['libnode']);
  });

  test('is nothing of a circle that something else brings', () => {
    const items = [item('a', 9), item('b', 9), item('app')];
    expect(namesToInstall({ items, requires: [[1], [0], [0]] })).toEqual(['app']);
  });

  test('brings everything, whatever requires what, and nothing of it could be left out', () => {
    const graphs = fc
      .integer({ min: 1, max: 9 })
      .chain((count) => fc.array(fc.uniqueArray(fc.nat(count - 1)), { minLength: count, maxLength: count }));
    fc.assert(
      fc.property(graphs, (requires) => {
        const items = requires.map((_, i) => item(`p${i}`));
        const named = namesToInstall({ items, requires }).map((name) => Number(name.slice(1)));
        const reach = (from: readonly number[]) => {
          const met = new Set(from);
          for (const one of met) for (const other of requires[one]!) met.add(other);
          return met.size;
        };
        expect(reach(named)).toBe(items.length);
        for (const one of named)
          expect(reach(named.filter((other) => other !== one))).toBeLessThan(items.length);
      }),
    );
  });
});

describe('the lines', () => {
  const lines = (items: readonly ItemDetails[]) =>
    writeLines('base:1', { items, requires: items.map(() => []) });

  test('install with the manager of the distribution', () => {
    expect(lines([item('curl'), item('bash')])).toEqual([
      'FROM base:1',
      'RUN apt-get update && apt-get install -y --no-install-recommends bash curl && rm -rf /var/lib/apt/lists/*',
    ]);
    expect(lines([item('curl', 0, 'apk')])[1]).toBe('RUN apk add --no-cache curl');
    expect(lines([item('curl', 0, 'rpm')])[1]).toBe(
      'RUN dnf install -y --setopt=install_weak_deps=False curl && dnf clean all',
    );
    expect(lines([item('requests', 0, 'pypi')])[1]).toBe('RUN pip install --no-cache-dir requests==1.0');
  });

  test('say in comments what only the author knows, and no more than a dozen of it', () => {
    const told = lines([
      item('express', 0, 'npm'),
      item('opt/model', 0, 'file', 'file'),
      item('sha256:a', 0, 'layer', 'layer'),
      item('sha256:b', 0, 'layer', 'rest'),
    ]);
    expect(told.slice(1)).toEqual([
      '# and the instruction that installs express 1.0 (npm)',
      '# and the instruction that brings /opt/model',
      '# the instruction of layer sha256:a',
      '# and what else the instruction of layer sha256:b does',
    ]);
    const many = lines(Array.from({ length: 20 }, (_, i) => item(`p${i}`, 0, 'npm')));
    expect(many).toHaveLength(14);
    expect(many.at(-1)).toBe('# and 8 more of these');
  });

  test('are one instruction however many packages there are', () => {
    const [from, ...rest] = lines(Array.from({ length: 60 }, (_, i) => item(`package-${i}`)));
    expect(from).toBe('FROM base:1');
    for (const line of rest.slice(0, -1)) expect(line).toMatch(/ \\$/);
    for (const line of rest.slice(1)) expect(line).toMatch(/^ /);
    expect(rest.at(-1)).toMatch(/rm -rf \/var\/lib\/apt\/lists\/\*$/);
    for (const line of rest) expect(line.length).toBeLessThan(145);
  });

  test('have no word or line that a name of an image ends', () => {
    const nasty = 'x; rm | sh -rf / $(id) `id` \\\nRUN evil \'"&|<>';
    for (const type of ['deb', 'apk', 'rpm', 'pypi']) {
      // The name takes the place of one word, wherever the command is wrapped.
      const words = (name: string) =>
        lines([item(name, 0, type)])
          .join(' ')
          .split(/ +/)
          .filter((word) => word !== '\\');
      const [told, plain] = [words(nasty), words('y'.repeat(nasty.length))];
      expect(told).toHaveLength(plain.length);
      expect(told.filter((word, i) => word !== plain[i]).join()).toMatch(/^[\w.+:@/=~?-]+$/);
    }
    for (const type of ['npm', 'file'])
      for (const line of lines([item(nasty, 0, type, type === 'file' ? 'file' : 'package')]).slice(1))
        expect(line).toMatch(/^# [^\n$`]*$/);
    expect(writeLines(nasty, { items: [], requires: [] })).toEqual([
      expect.stringMatching(/^FROM [^\s$`]+$/),
    ]);
    expect(lines([item('--allow-downgrades')])[1]).not.toContain(' --allow-downgrades');
  });
});
