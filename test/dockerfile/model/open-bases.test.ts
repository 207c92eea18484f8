import { expect, test } from 'vitest';
import { evaluateBuild } from '../../../src/dockerfile/evaluation/evaluate-build.ts';
import { modelDockerfile } from '../../../src/dockerfile/model/model-dockerfile.ts';
import { readStages } from '../../../src/dockerfile/stages/read-stages.ts';
import { parseText } from '../parse-text.ts';

/** The base image's name and tag of each stage, with its family. */
function bases(text: string): readonly unknown[] {
  return modelDockerfile(readStages(parseText(text))).stages.map(({ baseImage, family }) => [
    baseImage?.name,
    baseImage?.tag,
    family,
  ]);
}

test('an argument without a value in FROM leaves the base open, and says what it can', () => {
  expect(bases('ARG BASE\nFROM $BASE\nRUN a')).toEqual([[undefined, undefined, 'unknown']]);
  expect(bases('ARG V\nFROM debian:$V\nRUN a')).toEqual([['debian', undefined, 'debian']]);
  expect(bases('ARG V\nFROM alpine:${V}-x\nRUN a')).toEqual([['alpine', undefined, 'alpine']]);
  expect(bases('ARG HOST\nFROM $HOST/app:1\nRUN a')).toEqual([[undefined, undefined, 'unknown']]);
  expect(bases('ARG V=12\nFROM debian:$V\nRUN a')).toEqual([['debian', '12', 'debian']]);
});

test('stages on an open base are what they are', () => {
  const [first, second] = modelDockerfile(
    readStages(parseText('ARG B\nFROM $B AS one\nRUN a\nFROM one\nRUN b')),
  ).stages;
  expect(first!.base).toEqual({ kind: 'image', reference: '' });
  expect(second!.base).toEqual({ kind: 'stage', index: 0 });
});

test('a name that no argument could mend is refused, and so is an open base where a build is asked for', () => {
  expect(() => bases('FROM debian:\nRUN a')).toThrow('is no name of an image');
  expect(() => evaluateBuild(readStages(parseText('ARG B\nFROM $B\nRUN a')))).toThrow('is empty');
  expect(() => evaluateBuild(readStages(parseText('ARG V\nFROM debian:$V\nRUN a')))).toThrow('is no name');
});
