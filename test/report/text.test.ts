import { describe, expect, test } from 'vitest';
import { formatCheckText, formatImageText } from '../../src/report/text.ts';
import { makeFinding, makeInventory, makeLayer, makeReport, PLAIN_TEXT } from './made-reports.ts';

const MANY_FILES = makeFinding({
  rule: 'metadata-copy',
  message: 'files copied only to change their owner, mode or time',
  layer: 3,
  instruction: `RUN ${'chown -R app:app /srv && '.repeat(6)}true`,
  folder: 'srv/app',
  paths: [
    { path: 'srv/app/big.bin', bytes: 20_000_000 },
    { path: 'srv/app/node_modules/x/index.js', bytes: 512_345 },
    { path: 'srv/app/a', bytes: 300 },
    { path: 'srv/app/b', bytes: 200 },
  ],
  fileCount: 19_396,
  bytes: 35_200_000,
  shippedBytes: 12_300_000,
  fix: 'Set the owner where the files are brought: COPY --chown=USER:GROUP, or chown in the RUN that makes them.',
});
const HIDDEN = makeFinding({ state: 'hidden', hiddenByLayer: 4 });

describe('check', () => {
  test('shows the verdict, the causes, what is left, and the result', () => {
    const report = makeReport([
      MANY_FILES,
      HIDDEN,
      makeFinding({ bytes: 2000 }),
      makeFinding({ origin: 'inherited', bytes: 12_000_000 }),
      makeFinding({ severity: 'advice', bytes: 5_000_000 }),
    ]);
    expect(formatCheckText(report, PLAIN_TEXT)).toMatchInlineSnapshot(`
      "example:1.0  100 MB in 2 layers, 36.2 MB of it ballast (36 %)
      Pulling it costs 40.0 MB, an estimated 13.1 MB of that for nothing.

        35.2 MB  files copied only to change their owner, mode or time                       metadata-copy
                 layer 3: RUN chown -R app:app /srv && chown -R app:app /srv && chown -R app:app /srv &&…
                 19,396 files in /srv/app
                   20.0 MB  /srv/app/big.bin
                    512 kB  /srv/app/node_modules/x/index.js
                     300 B  /srv/app/a
                 fix: Set the owner where the files are brought: COPY --chown=USER:GROUP, or chown in the
                      RUN that makes them.

      And 2 smaller findings, 1.00 MB (hidden-deleted): --all shows them.
      The base image brings 12.0 MB of ballast more, not counted as yours.
      Advice: 1 finding on 5.00 MB that you may want to keep: --all shows it.

      Fails: 3 findings at warning or above.
      "
    `);
  });

  test('a clean image passes in three lines', () => {
    expect(formatCheckText(makeReport([]), PLAIN_TEXT)).toMatchInlineSnapshot(`
      "example:1.0  100 MB in 2 layers, no ballast found
      Pulling it costs 40.0 MB.

      Passes.
      "
    `);
  });

  test('--all shows every finding under its heading', () => {
    const report = makeReport(
      [
        HIDDEN,
        makeFinding({ severity: 'advice', bytes: 5_000_000, rule: 'debug-tools' }),
        makeFinding({ origin: 'inherited', bytes: 12_000_000, instruction: null }),
      ],
      {
        ignored: [
          { finding: makeFinding({ bytes: 7000 }), reason: 'needed at run time', until: '2027-01-31' },
          { finding: makeFinding({ bytes: 8000 }), reason: 'known', until: null },
        ],
      },
    );
    expect(formatCheckText(report, { ...PLAIN_TEXT, showsAll: true })).toMatchInlineSnapshot(`
      "example:1.0  100 MB in 2 layers, 1.00 MB of it ballast (1 %)
      Pulling it costs 40.0 MB, an estimated 400 kB of that for nothing.

        1.00 MB  files that a later layer deletes                                           hidden-deleted
                 layer 1: RUN make
                 /opt/model.bin, hidden by layer 4 and shipped all the same
                 fix: Delete them where they are made.

      Advice: what you may want to keep

        5.00 MB  files that a later layer deletes                                     debug-tools (advice)
                 layer 1: RUN make
                 /opt/model.bin
                 fix: Delete them where they are made.

      In the base image: not counted as yours

        12.0 MB  files that a later layer deletes                                           hidden-deleted
                 layer 1, in the base image
                 /opt/model.bin
                 fix: Delete them where they are made.

      Ignored by plimsoll.yaml

        7.00 kB  files that a later layer deletes                                           hidden-deleted
                 layer 1: RUN make
                 /opt/model.bin
                 fix: Delete them where they are made.
                 ignored: needed at run time (until 2027-01-31)

        8.00 kB  files that a later layer deletes                                           hidden-deleted
                 layer 1: RUN make
                 /opt/model.bin
                 fix: Delete them where they are made.
                 ignored: known

      Fails: 1 finding at warning or above.
      "
    `);
  });

  test('whoever fails for the lowest layer learns of --base, once it helps', () => {
    const hint = 'Layer 0 may be a base image';
    const lowest = makeFinding({ layer: 0 });
    const base = { reference: 'docker://docker.io/library/debian:12', layerCount: 1 };
    const passing = { passes: true, failOn: 'never', failingCount: 0, budgets: [] } as const;
    const textOf = (...args: Parameters<typeof makeReport>) =>
      formatCheckText(makeReport(...args), PLAIN_TEXT);
    expect(textOf([HIDDEN, lowest])).toContain(
      `\n\n${hint}'s: with --base IMAGE, findings in its layers are not`,
    );
    expect(textOf([HIDDEN])).not.toContain(hint);
    expect(textOf([lowest], { base })).not.toContain(hint);
    expect(textOf([lowest], { layers: [makeLayer()] })).not.toContain(hint);
    expect(textOf([lowest], { verdict: passing })).not.toContain(hint);
  });

  test('a fix that was told already is not told again', () => {
    const text = formatCheckText(makeReport([MANY_FILES, { ...MANY_FILES, layer: 4 }]), PLAIN_TEXT);
    expect(text.match(/fix: .*/g)).toEqual([
      'fix: Set the owner where the files are brought: COPY --chown=USER:GROUP, or chown in the',
      'fix: as above.',
    ]);
  });

  test('budgets and the result come last', () => {
    const report = makeReport([HIDDEN], {
      verdict: {
        passes: false,
        failOn: 'error',
        failingCount: 0,
        budgets: [
          {
            kind: 'max-ballast',
            limit: '0.5%',
            limitBytes: 500_000,
            actualBytes: 1_000_000,
            isExceeded: true,
          },
          { kind: 'max-size', limit: '1GB', limitBytes: 1e9, actualBytes: 1e8, isExceeded: false },
        ],
      },
    });
    expect(formatCheckText(report, PLAIN_TEXT).split('\n').slice(-4)).toEqual([
      'Budget max-ballast: 1.00 MB of ballast, 0.5% (500 kB) allowed: 500 kB over.',
      'Budget max-size: 100 MB in all, 1.00 GB allowed: kept.',
      'Fails: 1 budget exceeded.',
      '',
    ]);
  });

  test('what a pull costs is not guessed where layers lie uncompressed', () => {
    const { target } = makeReport([]);
    const layers = [makeLayer({ compression: 'plain' })];
    const local = makeReport([], { target: { ...target, transport: 'docker-archive' }, layers });
    expect(formatCheckText(local, PLAIN_TEXT)).toContain(
      'Its layers lie here uncompressed, so what a pull would cost is not known.',
    );
    expect(formatCheckText(makeReport([], { layers }), PLAIN_TEXT)).toContain('Pulling it costs 40.0 MB.');
  });

  test('colours mean something and are only added', () => {
    const mark = (code: number) => (text: string) => `\x1b[${code}m${text}\x1b[0m`;
    const palette = { strong: mark(1), faint: mark(2), good: mark(32), warning: mark(33), bad: mark(31) };
    const report = makeReport([MANY_FILES, makeFinding({ severity: 'error', bytes: 0 })]);
    const coloured = formatCheckText(report, { ...PLAIN_TEXT, palette });
    expect(coloured).toContain(palette.strong('example:1.0'));
    expect(coloured).toContain(palette.warning('35.2 MB of it ballast (35 %)'));
    expect(coloured).toContain(palette.bad('        -'));
    expect(coloured).toContain(palette.bad('Fails: 2 findings at warning or above.'));
    expect(coloured.replace(/\x1b\[\d+m/g, '')).toBe(formatCheckText(report, PLAIN_TEXT));
  });
});

describe('image', () => {
  test('shows layers and the largest files as well', () => {
    const report = makeReport([MANY_FILES, HIDDEN], {
      base: { reference: 'docker://docker.io/library/debian:12', layerCount: 1 },
      layers: [
        makeLayer({ origin: 'inherited', instruction: 'ADD rootfs.tar.xz /' }),
        makeLayer({
          index: 1,
          hiddenBytes: 1_000_000,
          ballastBytes: 35_200_000,
          instruction: MANY_FILES.instruction,
        }),
        makeLayer({ index: 2, entryBytes: 0, shippedBytes: 120, instruction: null }),
      ],
    });
    expect(formatImageText(report, PLAIN_TEXT)).toMatchInlineSnapshot(`
      "example:1.0  100 MB in 3 layers, 36.2 MB of it ballast (36 %)
      Pulling it costs 40.0 MB, an estimated 12.7 MB of that for nothing.
      Platform: linux/amd64  sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      Base: docker://docker.io/library/debian:12, 1 layer

      layer     size  shipped   hidden  ballast  origin  instruction
          0  50.0 MB  20.0 MB        -        -  base    ADD rootfs.tar.xz /
          1  50.0 MB  20.0 MB  1.00 MB  35.2 MB  yours   RUN chown -R app:app /srv && chown -R app:app /s…
          2      0 B    120 B        -        -  yours   (not told by the history)

         size  layer  rule            largest ballast files
      20.0 MB      3  metadata-copy   /srv/app/big.bin
      1.00 MB      1  hidden-deleted  /opt/model.bin
       512 kB      3  metadata-copy   /srv/app/node_modules/x/index.js
        300 B      3  metadata-copy   /srv/app/a
        200 B      3  metadata-copy   /srv/app/b

      Packages: 1 deb
      Not read, so packages may be missing: /app/package.json in layer 1 (too large)
        size  layer  type  largest packages
      500 kB      0  deb   curl 7.88.1
       frees     own  packages  what removing would free
      500 kB  500 kB         1  curl 7.88.1
      Removed by a later layer, shipped all the same: 1 package, 500 kB
        size         layer  type  largest removed packages
      500 kB  0, gone in 1  deb   gcc 7.88.1

        35.2 MB  files copied only to change their owner, mode or time                       metadata-copy
                 layer 3: RUN chown -R app:app /srv && chown -R app:app /srv && chown -R app:app /srv &&…
                 19,396 files in /srv/app
                   20.0 MB  /srv/app/big.bin
                    512 kB  /srv/app/node_modules/x/index.js
                     300 B  /srv/app/a
                 fix: Set the owner where the files are brought: COPY --chown=USER:GROUP, or chown in the
                      RUN that makes them.

      And 1 smaller finding, 1.00 MB (hidden-deleted): --all shows it.

      Fails: 2 findings at warning or above.
      "
    `);
  });

  test('an image without layers has no table', () => {
    expect(
      formatImageText(
        makeReport([], { layers: [], inventory: makeInventory({ packages: [], unread: [] }) }),
        PLAIN_TEXT,
      ),
    ).toMatchInlineSnapshot(`
      "example:1.0  100 MB in 0 layers, no ballast found
      Pulling it costs 40.0 MB.
      Platform: linux/amd64  sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
      Base: not known; --base IMAGE names it, and its findings are then not counted as yours.

      Passes.
      "
    `);
  });

  test('a platform that the config does not state is not a gap', () => {
    const { target } = makeReport([]);
    const text = formatImageText(makeReport([], { target: { ...target, platform: '' } }), PLAIN_TEXT);
    expect(text).toContain('Platform: not stated  sha256:aaa');
  });

  test('a base that is not known is said to be, and no layer is called yours', () => {
    const text = formatImageText(makeReport([]), PLAIN_TEXT);
    expect(text).toContain('Base: not known; --base IMAGE names it');
    expect(text).not.toContain('origin');
  });
});
