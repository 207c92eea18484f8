import { describe, expect, test } from 'vitest';
import UPDATE_RUN from '../../schema/update-run.json' with { type: 'json' };
import type { RunImage, RunReport } from '../../src/fleet/update/running/run-report.ts';
import type { Digest } from '../../src/oci/bytes/digest.ts';
import { formatUpdateRunJson } from '../../src/report/update-run-json.ts';
import { formatUpdateRunText } from '../../src/report/update-run-text.ts';
import { PLAIN_TEXT } from './made-reports.ts';
import { validateSchema } from './validate-schema.ts';

const DIGEST = `sha256:${'a'.repeat(64)}` as Digest;
const PLATFORM = 'linux/amd64';
const BECAUSE = [
  [
    { subject: 'app', kind: 'parent' },
    { subject: 'debian:12', kind: 'base-changed', before: `sha256:${'b'.repeat(64)}`, after: DIGEST },
  ],
] as const;
const made = (how: 'left' | 'rebased' | 'rebuilt' | 'cut-off', more: object = {}): RunImage['end'] => ({
  kind: 'made',
  made: {
    digest: DIGEST,
    reference: `r.example/a@${DIGEST}`,
    how,
    seconds: 12.34,
    pushedBytes: 1_500_000,
    at: '2026-01-01T00:00:00Z',
    ...more,
  },
});
const image = (id: string, end: RunImage['end'], order: number | null, because = BECAUSE): RunImage => {
  return { id, platform: PLATFORM, because, end, order };
};

const REPORT: RunReport = {
  kind: 'update-run',
  images: [
    image('os', made('cut-off', { setAside: ['logs of apt and dpkg (3 paths)'] }), 0),
    image('tools', made('rebased', { notes: ['the rebase is proven'] }), 2),
    image('app', made('rebuilt', { notes: ['differs from the one before: srv/a (content)'] }), 1),
    image('below', made('left'), 3),
    image('broken', { kind: 'failed', code: 'BUILD_FAILED', message: 'exit code: 1' }, 4),
    image('above', { kind: 'skipped', because: [`broken ${PLATFORM}`] }, 5),
    image('untouched', made('left'), null),
  ],
  joined: [{ id: 'os', references: ['r.example/os:1'], reference: `r.example/os@${DIGEST}` }],
  seconds: 61.5,
  pushedBytes: 3_000_000,
  written: ['app/Dockerfile'],
};

describe('the report of a run', () => {
  test('tells each image in the order in which it ended, with its reasons', () => {
    expect(formatUpdateRunText(REPORT, PLAIN_TEXT)).toBe(
      [
        '7 images: 1 rebuilt, 1 rebased, 1 cut-off, 2 left, 1 failed, 1 skipped; 61.5 s, 3.00 MB pushed',
        '',
        'os: cut off in 12.3 s: its content is that of before, set aside: logs of apt and dpkg (3 paths)',
        '  because debian:12 sha256:bbbbbbbbbbbb -> sha256:aaaaaaaaaaaa',
        'app: rebuilt in 12.3 s, 1.50 MB pushed',
        '  because debian:12 sha256:bbbbbbbbbbbb -> sha256:aaaaaaaaaaaa',
        '  differs from the one before: srv/a (content)',
        'tools: rebased in 12.3 s, 1.50 MB pushed',
        '  because debian:12 sha256:bbbbbbbbbbbb -> sha256:aaaaaaaaaaaa',
        '  the rebase is proven',
        'below: left as it is',
        '  because debian:12 sha256:bbbbbbbbbbbb -> sha256:aaaaaaaaaaaa',
        'broken: failed: exit code: 1',
        '  because debian:12 sha256:bbbbbbbbbbbb -> sha256:aaaaaaaaaaaa',
        `above: skipped because broken ${PLATFORM} failed`,
        '  because debian:12 sha256:bbbbbbbbbbbb -> sha256:aaaaaaaaaaaa',
        '',
        'written: app/Dockerfile',
        '',
      ].join('\n'),
    );
    expect(formatUpdateRunText(REPORT, { ...PLAIN_TEXT, showsAll: true })).toContain(
      'untouched: left as it is',
    );
  });

  test('names platforms where there are several', () => {
    const several = {
      ...REPORT,
      images: [REPORT.images[0]!, { ...REPORT.images[1]!, platform: 'linux/arm64' }],
    };
    expect(formatUpdateRunText(several, PLAIN_TEXT)).toContain('tools linux/arm64: rebased');
  });

  test('keeps terminals safe from what engines say', () => {
    const hostile = {
      ...REPORT,
      images: [image('a', { kind: 'failed', code: 'BUILD_FAILED', message: '\u001b[2J' }, 0)],
    };
    expect(formatUpdateRunText(hostile, PLAIN_TEXT)).not.toContain('\u001b');
  });

  test('is JSON by its schema', () => {
    const json = JSON.parse([...formatUpdateRunJson(REPORT)].join('')) as { images: { how: string }[] };
    expect(validateSchema(UPDATE_RUN, json, true)).toEqual([]);
    expect(json.images.map(({ how }) => how)).toEqual([
      'cut-off',
      'rebased',
      'rebuilt',
      'left',
      'failed',
      'skipped',
      'left',
    ]);
  });
});
