import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { formatFleetCheckJson } from '../../src/report/fleet-check-json.ts';
import { makeFleetFinding, makeFleetReport } from '../support/made-fleet-check.ts';
import { validateSchema } from './validate-schema.ts';

const SCHEMA = JSON.parse(readFileSync(new URL('../../schema/fleet-check.json', import.meta.url), 'utf8'));
const ERROR = { target: 'x', code: 'IMAGE_NOT_FOUND', message: 'there is no such image', hint: null };
const SECRET = {
  count: 1,
  offsets: [{ offsetBytes: 1, lengthBytes: 2, member: null }],
  entry: 3,
  layers: [1, 2],
  hiddenByInstruction: 'RUN rm x',
  places: [],
};
const FULL = makeFleetReport(
  [
    makeFleetFinding({ state: 'hidden', hiddenByLayer: 4 }),
    makeFleetFinding({ rule: 'secret/x', severity: 'error', bytes: 0, secret: SECRET }),
    makeFleetFinding({ layer: null, place: 'Env' }, { layer: null }),
    makeFleetFinding({}, { ignored: { reason: 'known', until: '2027-01-01' } }),
  ],
  { errors: [ERROR] },
);

test.each([
  ['everything there can be', FULL],
  ['a clean fleet', makeFleetReport([])],
])('%s is as the schema says', (_, report) => {
  expect(validateSchema(SCHEMA, JSON.parse([...formatFleetCheckJson(report)].join('')), true)).toEqual([]);
});

test('what belongs to one image alone is left out', () => {
  const { findings, ignored } = JSON.parse([...formatFleetCheckJson(FULL)].join(''));
  expect([findings.length, ignored.length]).toEqual([3, 1]);
  expect(ignored[0]).toMatchObject({ reason: 'known', until: '2027-01-01' });
  for (const finding of [...findings, ...ignored])
    expect(Object.keys(finding)).not.toEqual(expect.arrayContaining(['hiddenByLayer']));
  expect(findings[1].secret.layers).toBeUndefined();
  expect(findings[1].layer).toMatchObject({ image: 'base:1', index: 1 });
});
