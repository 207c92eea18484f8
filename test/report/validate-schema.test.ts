// The validator itself: a test that could not fail would prove nothing about the schemas.
import { expect, test } from 'vitest';
import { validateSchema } from './validate-schema.ts';

const SCHEMA = {
  $defs: {
    part: {
      type: 'object',
      required: ['n'],
      properties: { n: { type: 'integer', minimum: 0 }, inner: { $ref: '#/$defs/inner' } },
    },
    inner: { type: 'object', properties: { a: { type: 'string' } } },
  },
  type: 'object',
  allOf: [{ $ref: '#/$defs/part' }, { properties: { s: { enum: ['a', null] } } }],
};

test('what is missing, wrong or unknown is told', () => {
  expect(validateSchema(SCHEMA, { n: 1, s: 'a' }, true)).toEqual([]);
  expect(validateSchema(SCHEMA, {})).toEqual(["$ must have required property 'n'"]);
  expect(validateSchema(SCHEMA, { n: -1 })).toEqual(['$.n must be >= 0']);
  expect(validateSchema(SCHEMA, { n: 1.5 })).toEqual(['$.n must be integer']);
  expect(validateSchema(SCHEMA, { n: 1, s: 'b' })).toHaveLength(1);
  expect(validateSchema(SCHEMA, { n: 1, more: 1 })).toEqual([]);
  expect(validateSchema(SCHEMA, { n: 1, more: 1 }, true)).toEqual([
    '$ must NOT have unevaluated properties: more',
  ]);
  expect(validateSchema(SCHEMA, { n: 1, inner: { a: 'x', more: 1 } }, true)).toEqual([
    '$.inner must NOT have additional properties: more',
  ]);
  expect(() => validateSchema({ maxItem: 1 }, [])).toThrow('maxItem');
  expect(() => validateSchema({ $ref: 'none.json' }, [])).toThrow('none.json');
});

test('one schema takes another by its file', () => {
  const schema = { $id: 'https://unpkg.com/plimsoll/schema/of-a-test.json', $ref: 'certificate.json' };
  expect(validateSchema(schema, {})).not.toEqual([]);
});
