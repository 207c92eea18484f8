import { describe, expect, test } from 'vitest';
import { parseDockerfile } from '../../../../../src/dockerfile/parsing/parse-dockerfile.ts';
import { readStages, type StagedDockerfile } from '../../../../../src/dockerfile/stages/read-stages.ts';
import { followBases } from '../../../../../src/fleet/update/making/bases/follow-bases.ts';
import { pinDigests } from '../../../../../src/fleet/update/making/bases/pin-digests.ts';

const hex = (digit: string): string => `sha256:${digit.repeat(64)}`;
const OS = { reference: 'registry.example.com/os:1', pull: `127.0.0.1:5000/os@${hex('a')}` };
const DEBIAN = { reference: 'docker.io/library/debian:12', pull: `docker.io/library/debian@${hex('b')}` };

function read(text: string): StagedDockerfile {
  return readStages(parseDockerfile({ text, encoding: 'utf8' }));
}

describe('bases', () => {
  test('become named contexts where the engine takes them, under the short and the written name', () => {
    const staged = read(
      'FROM docker.io/library/debian:12 AS b\nFROM registry.example.com/os:1\nCOPY --from=b /a /a\n',
    );
    expect(followBases(staged, {}, [OS, DEBIAN], true)).toEqual({
      namedContexts: {
        'debian:12': `docker-image://${DEBIAN.pull}`,
        'docker.io/library/debian:12': `docker-image://${DEBIAN.pull}`,
        'registry.example.com/os:1': `docker-image://${OS.pull}`,
      },
      buildArgs: {},
      text: undefined,
      finalBase: OS,
    });
  });

  test('become a build argument where FROM is one argument alone', () => {
    const staged = read('ARG BASE=registry.example.com/os:1\nFROM ${BASE} AS a\nFROM $BASE\n');
    expect(followBases(staged, {}, [OS], false)).toMatchObject({
      buildArgs: { BASE: OS.pull },
      text: undefined,
    });
  });

  test.each([
    'ARG BASE=registry.example.com/os:1\nFROM ${BASE}\nARG BASE\nRUN echo $BASE\n',
    'ARG BASE=registry.example.com/os:1\nARG OTHER=${BASE}\nFROM ${BASE}\n',
  ])('are edited where something else asks for the argument too', (text) => {
    const followed = followBases(read(text), {}, [OS], false);
    expect(followed.buildArgs).toEqual({});
    expect(followed.text).toBe(text.replace('FROM ${BASE}', `FROM ${OS.pull}`));
  });

  test('are edited in every place where there is nothing else, byte for byte', () => {
    const text = [
      '# syntax=docker/dockerfile:1',
      'FROM  --platform=linux/amd64   registry.example.com/os:1   AS  build # no comment',
      'RUN --mount=type=bind,from=debian:12,target=/debian \\',
      '    --mount=from=registry.example.com/os:1,target=/os true',
      'FROM build',
      'COPY --chown=1:1 --from=debian:12 /etc/motd /motd',
      'COPY --from=build /a /from=debian:12',
      '',
    ]
      .join('\r\n')
      .replace(' # no comment', '');
    const followed = followBases(read(text), {}, [OS, DEBIAN], false);
    const expected = text
      .replaceAll('registry.example.com/os:1', OS.pull)
      .replace('from=debian:12,', `from=${DEBIAN.pull},`)
      .replace('--from=debian:12 ', `--from=${DEBIAN.pull} `);
    expect(followed.text).toBe(expected);
    expect(followed.finalBase).toEqual(OS);
  });

  test('with a digest are edited whatever the engine takes', () => {
    const staged = read(`FROM registry.example.com/os:1@${hex('c')}\n`);
    expect(followBases(staged, {}, [OS], true)).toMatchObject({
      namedContexts: {},
      text: `FROM ${OS.pull}\n`,
      finalBase: OS,
    });
  });

  test('that are stages, scratch or not of the list stay', () => {
    const text = 'FROM other:1 AS debian\nFROM scratch\nCOPY --from=DEBIAN / /\nCOPY --from=0 / /\n';
    const asIs = followBases(
      read(text),
      {},
      [OS, { reference: 'docker.io/library/debian:latest', pull: DEBIAN.pull }],
      false,
    );
    expect(asIs).toEqual({ namedContexts: {}, buildArgs: {}, text: undefined, finalBase: undefined });
  });

  test('that a named context of the build stands for follow by it', () => {
    const staged = read('FROM os\nCOPY --from=data / /\n');
    const namedContexts = {
      os: 'docker-image://registry.example.com/os:1',
      data: '/data',
      tools: 'target:tools',
    };
    const tools = { reference: 'tools', pull: `127.0.0.1:5000/tools@${hex('d')}` };
    expect(followBases(staged, { namedContexts }, [OS, tools], true).namedContexts).toEqual({
      os: `docker-image://${OS.pull}`,
      data: '/data',
      tools: `docker-image://${tools.pull}`,
    });
  });

  test('of a target are those that it is made of', () => {
    const staged = read('FROM registry.example.com/os:1 AS dev\nFROM debian:12 AS prod\n');
    expect(followBases(staged, { target: 'dev' }, [OS, DEBIAN], true).finalBase).toEqual(OS);
    expect(followBases(staged, { target: 'prod' }, [OS, DEBIAN], true).finalBase).toEqual(DEBIAN);
  });
});

describe('digests in the tree', () => {
  test('are replaced alone', () => {
    const text = `FROM  registry.example.com/os:1@${hex('a')} AS a\nCOPY --from=debian@${hex('b')} / /\nFROM os:2\n`;
    const digests: Readonly<Record<string, string>> = {
      [OS.reference]: hex('e'),
      'docker.io/library/debian:latest': hex('f'),
    };
    expect(pinDigests(read(text), {}, (name) => digests[name])).toBe(
      text.replace(hex('a'), hex('e')).replace(hex('b'), hex('f')),
    );
  });

  test('that are right, unknown or made of arguments stay', () => {
    const text = `ARG D=${hex('a')}\nFROM registry.example.com/os:1@$D AS a\nFROM other@${hex('b')}\n`;
    expect(pinDigests(read(text), {}, (name) => (name === OS.reference ? hex('e') : undefined))).toBe(text);
  });
});
