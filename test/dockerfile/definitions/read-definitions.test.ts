import { expect, test } from 'vitest';
import { readDefinitions } from '../../../src/dockerfile/definitions/read-definitions.ts';
import { errorOf } from '../parse-text.ts';

const read = (file: string, text: string) => readDefinitions(text, { file, folder: '/p', environment: {} });

test.each([
  ['docker-bake.hcl', 'target "a" { context = "x" }'],
  ['docker-bake.json', '{"target": {"a": {"context": "x"}}}'],
  ['compose.yaml', 'services: {a: {build: x}}'],
  ['docker-compose.override.yml', 'services: {a: {build: x}}'],
])('%s is told by its name', (file, text) => {
  expect(read(file, text).definitions).toMatchObject([{ name: 'a', contextPath: '/p/x' }]);
});

test('a file of another name is an error', () => {
  expect(errorOf(() => read('skaffold.toml', ''))).toMatchObject({ code: 'BUILD_DEFINITION_INVALID' });
});
