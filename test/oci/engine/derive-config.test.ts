import { describe, expect, it } from 'vitest';
import { deriveConfig } from '../../../src/oci/engine/derive-config.ts';
import { parseInspected } from '../../../src/oci/engine/inspected-image.ts';
import { alignHistory } from '../../../src/oci/image/config.ts';
import { sha256 } from '../../support/image-files.ts';

const parse = (inspected: object, history: unknown) => deriveConfig(parseInspected(inspected), history);

type Step = readonly [createdBy: string, sizeBytes: number, comment?: string];

/** The instructions that the derived history gives to each of `count` layers, where it is certain. */
function align(count: number, ...steps: readonly Step[]): readonly (string | undefined)[] | 'uncertain' {
  const inspected = {
    Id: sha256('id'),
    Os: 'linux',
    Architecture: 'amd64',
    RootFS: { Layers: Array.from({ length: count }, (_, i) => sha256(String(i))) },
  };
  const history = steps
    .map(([CreatedBy, Size, Comment = '']) => ({ CreatedBy, Size, Comment, Created: 1_700_000_000 }))
    .toReversed();
  const { config, isCertain } = parse(inspected, history);
  if (!isCertain) return 'uncertain';
  return alignHistory(config).map((step) => step?.createdBy);
}

const buildKit = 'buildkit.dockerfile.v0';

describe('which steps brought layers', () => {
  it('those with a size, where they are as many', () => {
    expect(
      align(
        2,
        ['/bin/sh -c #(nop) ADD file:1 in / ', 100],
        ['/bin/sh -c #(nop) WORKDIR /srv', 0],
        ['/bin/sh -c true', 0],
        ['/bin/sh -c #(nop) COPY file:2 in /a ', 6],
        ['/bin/sh -c #(nop)  CMD ["sh"]', 0],
      ),
    ).toEqual(['/bin/sh -c #(nop) ADD file:1 in / ', '/bin/sh -c #(nop) COPY file:2 in /a ']);
  });

  it("BuildKit's, also without a size", () => {
    expect(
      align(
        4,
        ['/bin/sh -c #(nop) ADD file:1 in / ', 100],
        ['WORKDIR /', 0, buildKit],
        ['WORKDIR /srv', 0, buildKit],
        ['ENV A=1', 0, buildKit],
        ['RUN /bin/sh -c true # buildkit', 0, buildKit],
        ['COPY a /a # buildkit', 0, buildKit],
        ['ENTRYPOINT ["/a"]', 0, buildKit],
      ),
    ).toEqual([
      '/bin/sh -c #(nop) ADD file:1 in / ',
      'WORKDIR /srv',
      'RUN /bin/sh -c true # buildkit',
      'COPY a /a # buildkit',
    ]);
  });

  it('those without a size that are just as many as layers are left', () => {
    expect(align(2, ['ADD', 100], ['/bin/sh -c #(nop)  LABEL a=b', 0], ['/bin/sh -c mkdir /a', 0])).toEqual([
      'ADD',
      '/bin/sh -c mkdir /a',
    ]);
  });

  it('none is guessed where it is not clear', () => {
    const unclear: Step[] = [
      ['ADD', 100],
      ['/bin/sh -c true', 0],
      ['/bin/sh -c #(nop) WORKDIR /srv', 0],
    ];
    expect(align(2, ...unclear)).toBe('uncertain');
    expect(align(3, ...unclear)).toHaveLength(3);
    expect(align(1, ['ADD', 100], ['/bin/sh -c #(nop) COPY a in /a', 5])).toBe('uncertain');
    // Docker's first builder keeps no layer of the first one, BuildKit one of the second.
    expect(align(2, ['ADD', 100], ['/bin/sh -c #(nop) WORKDIR /', 0], ['RUN true', 0, buildKit])).toBe(
      'uncertain',
    );
  });

  it('a history with fewer steps than layers names none, in the config either', () => {
    expect(align(3, ['ADD', 100])).toEqual([undefined, undefined, undefined]);
    expect(align(2)).toEqual([undefined, undefined]);
  });

  it('without an answer nothing is certain', () => {
    const inspected = { Id: sha256('id'), RootFS: { Layers: [] } };
    expect(parse(inspected, undefined).isCertain).toBe(false);
    expect(parse(inspected, []).isCertain).toBe(true);
  });
});

describe('odd answers', () => {
  it('leave out what is missing', () => {
    const { config } = parse({ Id: sha256('id'), RootFS: {}, Config: null }, 'none');
    expect(config).toMatchObject({ diffIds: [], history: [], platform: { os: '', architecture: '' } });
  });

  it.each([null, 7, {}, { Created: 1e300 }, { Created: -1, CreatedBy: 5, Size: 'x' }])(
    'as a step: %j',
    (step) => {
      const { config } = parse({ Id: sha256('id'), RootFS: { Layers: [] } }, [step]);
      expect(config.history).toEqual([{ emptyLayer: true }]);
    },
  );
});
