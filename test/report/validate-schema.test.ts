// The validator itself: a test that could not fail would prove nothing about the schemas.
import { expect, test } from 'vitest';
import { validateSchema } from './validate-schema.ts';

const SCHEMA = {
  $defs: { part: { type: 'object', required: ['n'], properties: { n: { type: 'integer', minimum: 0 } } } },
  allOf: [{ $ref: '#/$defs/part' }, { properties: { s: { enum: ['a', null] } } }],
};

test('what is missing, wrong or unknown is told', () => {
  expect(validateSchema(SCHEMA, { n: 1, s: 'a' }, true)).toEqual([]);
  expect(validateSchema(SCHEMA, {})).toEqual(['$ lacks n']);
  expect(validateSchema(SCHEMA, { n: -1 })).toEqual(['$.n is below 0']);
  expect(validateSchema(SCHEMA, { n: 1.5 })).toEqual(['$.n is not integer']);
  expect(validateSchema(SCHEMA, { n: 1, s: 'b' })).toHaveLength(1);
  expect(validateSchema(SCHEMA, { n: 1, more: 1 })).toEqual([]);
  expect(validateSchema(SCHEMA, { n: 1, more: 1 }, true)).toEqual(['$.more is not in the schema']);
  expect(() => validateSchema({ maxItems: 1 }, [])).toThrow('maxItems');
});
