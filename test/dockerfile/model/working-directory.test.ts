import { expect, test } from 'vitest';
import { workingDirectoryOf } from '../../../src/dockerfile/model/working-directory.ts';

test.each([
  ['docker.io/library/debian:12', '/'],
  ['docker.io/library/python:3.12-slim', '/'],
  ['docker.io/library/golang:1.22', '/go'],
  ['docker.io/library/php:8.3-apache', '/var/www/html'],
  ['docker.io/library/php:8.3-fpm-alpine', '/var/www/html'],
  ['docker.io/library/php:8.3', '/'],
  ['docker.io/library/php:8.3-cli-alpine', '/'],
  ['docker.io/library/golang:1.8-onbuild', undefined],
  ['docker.io/someone/debian:12', undefined],
  ['registry.example/debian:12', undefined],
  ['', undefined],
])('%s begins in %s', (reference, folder) => {
  expect(workingDirectoryOf(reference)).toBe(folder);
});
