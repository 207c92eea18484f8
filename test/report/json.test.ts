import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatImageJson, formatReportJson, formatReportsJson } from '../../src/report/json.ts';
import { makeFinding, makeInventory, makeReport } from './made-reports.ts';
import { validateSchema } from './validate-schema.ts';

const readSchema = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../schema/${name}.json`, import.meta.url), 'utf8'));
const CHECK = readSchema('check');
const IMAGE = readSchema('image');

const FULL = makeReport(
  [
    makeFinding({ state: 'hidden', hiddenByLayer: 4 }),
    makeFinding({ severity: 'advice', origin: 'inherited', instruction: null, fix: null }),
    makeFinding({
      rule: 'secret/x',
      layer: null,
      place: 'Env',
      secret: {
        count: 2,
        offsets: [{ offsetBytes: 1, lengthBytes: 2, member: 'a!/b' }],
        entry: 0,
        layers: [1],
        hiddenByInstruction: 'RUN rm x',
        places: [{ place: 'Env', name: 'A', step: null }],
      },
    }),
  ],
  {
    base: { reference: 'docker://docker.io/library/debian:12', layerCount: 1 },
    ignored: [{ finding: makeFinding(), reason: 'known', until: null }],
    verdict: {
      passes: false,
      failOn: 'warning',
      failingCount: 1,
      budgets: [
        {
          kind: 'max-ballast',
          limit: '5%',
          limitBytes: 5_000_000,
          actualBytes: 1_000_000,
          isExceeded: false,
        },
      ],
    },
  },
);
const ERROR = { target: 'x', code: 'IMAGE_NOT_FOUND', message: 'there is no such file', hint: null };
const join = (pieces: Iterable<string>): string => [...pieces].join('');

test.each([
  ['one image', CHECK, formatReportJson(FULL)],
  ['an image without anything', CHECK, formatReportJson(makeReport([], { layers: [] }))],
  ['several images', CHECK, formatReportsJson([FULL, makeReport([])], [ERROR])],
  ['no image', CHECK, formatReportsJson([], [])],
  ['image', IMAGE, formatImageJson(FULL)],
  [
    'an image without packages',
    IMAGE,
    formatImageJson(makeReport([], { inventory: makeInventory({ packages: [], unread: [] }) })),
  ],
])('%s: the schema names every field and every field is there', (_, schema, pieces) => {
  expect(validateSchema(schema, JSON.parse(join(pieces)), true)).toEqual([]);
});

test('a field that is gone or of another type breaks the schema', () => {
  const value = JSON.parse(join(formatImageJson(FULL)));
  delete value.findings[0].hiddenByLayer;
  value.layers[0].digest = 5;
  const problems = validateSchema(IMAGE, value);
  expect(problems).toContain("$.findings.0 must have required property 'hiddenByLayer'");
  expect(problems).toContain('$.layers.0.digest must be string,null');
});

test('what both schemas define is the same', () => {
  const { several: _several, ...shared } = CHECK.$defs;
  const { image: _image, package: _package, ...others } = IMAGE.$defs;
  expect(shared).toEqual(others);
});

test('the order of keys is fixed and the text ends with a newline', () => {
  const text = join(formatReportJson(FULL));
  expect(text.endsWith('}\n')).toBe(true);
  expect(text.startsWith('{\n  "schemaVersion": 1,\n  "target": {\n    "kind": "image",\n')).toBe(true);
  const value = JSON.parse(text);
  expect(Object.keys(value)).toEqual([
    'schemaVersion',
    'target',
    'base',
    'verdict',
    'bytes',
    'layers',
    'findings',
    'ignored',
  ]);
  expect(Object.keys(value.bytes.ballastByCause)).toEqual(['hidden-deleted', 'metadata-copy']);
  expect(text).toBe(`${JSON.stringify(value, null, 2)}\n`);
});

test('findings keep paths as they are, without a leading slash', () => {
  const { findings } = JSON.parse(join(formatReportJson(FULL)));
  expect(findings[0]).toEqual({
    rule: 'hidden-deleted',
    severity: 'warning',
    message: 'files that a later layer deletes',
    state: 'hidden',
    origin: 'yours',
    layer: 1,
    hiddenByLayer: 4,
    instruction: 'RUN make',
    folder: 'opt',
    paths: ['opt/model.bin'],
    neededPaths: [],
    packages: [],
    because: null,
    place: null,
    secret: null,
    pathCount: 1,
    file: null,
    line: null,
    bytes: 1_000_000,
    shippedBytes: 400_000,
    fix: 'Delete them where they are made.',
  });
});

test('duplicates name the paths whose content they repeat, in the order of the paths', () => {
  const paths = [
    { path: 'srv/worker/b', bytes: 2, neededPath: 'srv/api/b' },
    { path: 'srv/worker/a', bytes: 1, neededPath: 'srv/api/a' },
  ];
  const report = makeReport([makeFinding({ rule: 'duplicate-content', paths, fileCount: 2 })]);
  const [finding] = JSON.parse(join(formatReportJson(report))).findings;
  expect(finding).toMatchObject({
    paths: ['srv/worker/b', 'srv/worker/a'],
    neededPaths: ['srv/api/b', 'srv/api/a'],
  });
});

test('text of an image cannot drive a terminal, and comes back as it was', () => {
  const path = 'a\x1b[2J\x7f\x9b\u202e\u2028\n"\\x41\ud800';
  const text = join(formatReportJson(makeReport([makeFinding({ paths: [{ path, bytes: 1 }] })])));
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e]/);
  expect(JSON.parse(text).findings[0].paths).toEqual([path]);
});
