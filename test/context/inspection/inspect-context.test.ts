import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ContextCrew } from '../../../src/context/crew/context-crew.ts';
import { inspectContexts, inspectMainContext } from '../../../src/context/inspection/inspect-context.ts';
import { readBuild } from '../../../src/context/inspection/read-build.ts';
import { makeTree } from '../../support/context-trees.ts';

const FOLDER = makeTree({
  Dockerfile: 'FROM scratch\nCOPY src /src\nCOPY --from=more a /a\nCOPY --from=image b /b\n',
  src: { a: 'a', b: 'b' },
  other: 'o',
});
const MORE = makeTree({ a: 'a', c: 'c' });
const BUILD = readBuild(join(FOLDER, 'Dockerfile'), {
  namedContexts: { more: MORE, image: 'docker-image://alpine' },
});

describe('contexts of a build', () => {
  test('the main one and those named ones that are folders', async () => {
    const crew = new ContextCrew(new AbortController().signal, 0);
    const contexts = await inspectContexts(BUILD, { folder: FOLDER, engine: 'buildkit' }, { crew });
    expect(
      contexts.map(({ context: { name, listing, uses, usesOf } }) => ({
        name,
        sent: listing.entries.map(({ path }, i) =>
          [path, ...usesOf[i]!.map((use) => uses[use]!.line)].join(' '),
        ),
      })),
    ).toEqual([
      { name: null, sent: ['src 2', 'src/a 2', 'src/b 2'] },
      { name: 'more', sent: ['a 3'] },
    ]);
  });

  test('one path of the main one', () => {
    const { listing } = inspectMainContext(BUILD, { folder: FOLDER, engine: 'buildkit', within: 'src/b' });
    expect(listing.entries.map(({ path }) => path)).toEqual(['src', 'src/b']);
  });
});

describe('reading a build', () => {
  test('tells which Dockerfile cannot be read', () => {
    expect(() => readBuild(join(FOLDER, 'missing'), {})).toThrow(
      expect.objectContaining({ code: 'FILE_UNREADABLE', subject: join(FOLDER, 'missing') }),
    );
    expect(() => readBuild(FOLDER, {})).toThrow(expect.objectContaining({ code: 'FILE_UNREADABLE' }));
  });

  test('tells which Dockerfile no builder would build', () => {
    const path = join(FOLDER, 'Wrong');
    writeFileSync(path, 'COPY a /\n');
    expect(() => readBuild(path, {})).toThrow(
      expect.objectContaining({ code: 'DOCKERFILE_INVALID', subject: path }),
    );
  });
});
