import { describe, expect, it } from 'vitest';
import { deriveConfig } from '../../../src/oci/engine/derive-config.ts';
import { alignHistory } from '../../../src/oci/image/config.ts';
import { sha256 } from '../../support/image-files.ts';

type Step = readonly [createdBy: string, sizeBytes: number, comment?: string];

/** The instructions that the derived history gives to each of `count` layers. */
function align(count: number, ...steps: readonly Step[]): readonly (string | undefined)[] {
  const inspected = {
    Id: sha256('id'),
    Os: 'linux',
    Architecture: 'amd64',
    RootFS: { Layers: Array.from({ length: count }, (_, i) => sha256(String(i))) },
  };
  const history = steps
    .map(([CreatedBy, Size, Comment = '']) => ({ CreatedBy, Size, Comment, Created: 1_700_000_000 }))
    .toReversed();
  return alignHistory(deriveConfig(inspected, history).config).map((step) => step?.createdBy);
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
    const unclear = align(2, ['ADD', 100], ['/bin/sh -c true', 0], ['/bin/sh -c #(nop) WORKDIR /srv', 0]);
    expect(unclear).toEqual([undefined, undefined]);
    expect(align(1, ['ADD', 100], ['/bin/sh -c #(nop) COPY a in /a', 5])).toEqual([undefined]);
    expect(align(3, ['ADD', 100])).toEqual([undefined, undefined, undefined]);
  });
});

describe('odd answers', () => {
  it('leave out what is missing', () => {
    const { config } = deriveConfig({ Id: sha256('id'), RootFS: {}, Config: null }, 'none');
    expect(config).toMatchObject({ diffIds: [], history: [], platform: { os: '', architecture: '' } });
  });

  it.each([null, 7, {}, { Created: 1e300 }, { Created: -1, CreatedBy: 5, Size: 'x' }])(
    'as a step: %j',
    (step) => {
      const { config } = deriveConfig({ Id: sha256('id'), RootFS: { Layers: [] } }, [step]);
      expect(config.history).toEqual([{ emptyLayer: true }]);
    },
  );
});
