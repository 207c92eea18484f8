import { expect, test } from 'vitest';
import { kindOfDefinition, kindOfFile } from '../../../../src/fleet/update/graph/file-kind.ts';

test.each([
  ['Dockerfile', 'dockerfile'],
  ['dockerfile', 'dockerfile'],
  ['Containerfile', 'dockerfile'],
  ['Dockerfile.prod', 'dockerfile'],
  ['Dockerfile-alpine3.20', 'dockerfile'],
  ['Dockerfile_tidyverse_4.0.0', 'dockerfile'],
  ['app.Dockerfile', 'dockerfile'],
  ['app.dockerfile', 'dockerfile'],
  ['Dockerfile.j2', 'template'],
  ['Dockerfile-slim.template', 'template'],
  ['app.Dockerfile.tmpl', 'template'],
  ['Dockerfile.in', 'template'],
  ['Dockerfile.erb', 'template'],
  ['Dockerfile.dockerignore', undefined],
  ['Dockerfile.md', undefined],
  ['DockerfileHelper.cs', undefined],
  ['dockerfile_lint.py', undefined],
  ['.dockerfile', undefined],
  ['Makefile', undefined],
  ['docker-bake.hcl', 'bake'],
  ['docker-bake.json', 'bake'],
  ['compose.yaml', 'compose'],
  ['docker-compose.yml', 'compose'],
  ['docker-compose.override.yml', 'override'],
  ['compose.override.yaml', 'override'],
  ['docker-bake.override.json', 'override'],
  ['compose.prod.yaml', undefined],
  ['values.yaml.in', undefined],
])('%s', (name, kind) => {
  expect(kindOfFile(name)).toBe(kind);
});

test('a file that is named among the definitions is told by its ending', () => {
  expect(kindOfDefinition('a/4.6.1.docker-bake.json')).toBe('bake');
  expect(kindOfDefinition('x.hcl')).toBe('bake');
  expect(kindOfDefinition('compose.ci.yml')).toBe('compose');
  expect(kindOfDefinition('Makefile')).toBeUndefined();
});
