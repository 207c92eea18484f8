import { describe, expect, test } from 'vitest';
import { readDockerfiles } from '../../../../src/fleet/hierarchy/tree/read-dockerfiles.ts';
import { makeTree } from '../../../support/context-trees.ts';
import { makeFleet } from '../made-fleets.ts';

const SIGNAL = new AbortController().signal;

describe('FROM', () => {
  test('is taken of all stages that the last one needs, with arguments put in', async () => {
    const folder = makeTree({
      app: {
        Dockerfile: [
          'ARG REGISTRY=ghcr.io/org',
          'ARG TAG',
          'FROM golang:1.23 AS build',
          'RUN go build -o /app .',
          'FROM node:20 AS unused',
          'FROM $REGISTRY/runtime:${TAG:-stable} AS base',
          'FROM base',
          'COPY --from=build /app /app',
          'COPY --from=busybox:1 /bin/busybox /bin/busybox',
          '',
        ].join('\n'),
      },
      Dockerfile: 'FROM scratch\nCOPY app /\n',
    });
    const fleet = makeFleet([
      { name: 'app:1', layers: 'ab', dockerfile: 'app/Dockerfile' },
      { name: 'bare:1', layers: 'c', dockerfile: 'Dockerfile' },
      { name: 'none:1', layers: 'd' },
    ]);
    const { bases, builtWith, notes } = await readDockerfiles(fleet.images, folder, SIGNAL);
    expect([...bases]).toEqual([[0, 'ghcr.io/org/runtime:stable']]);
    expect([...builtWith]).toEqual([[0, ['docker.io/library/golang:1.23']]]);
    expect(notes).toEqual(['1 images name no Dockerfile.']);
  });

  test('of files that are missing, wrong or outside the folder is a note', async () => {
    const folder = makeTree({ in: { Dockerfile: 'RUN before\n' }, Outside: 'FROM debian\n' });
    const fleet = makeFleet(
      ['missing', 'Dockerfile', '../Outside', '/etc/passwd'].map((dockerfile, i) => ({
        name: `i:${i}`,
        layers: 'a',
        dockerfile,
      })),
    );
    const { bases, notes } = await readDockerfiles(fleet.images, `${folder}/in`, SIGNAL);
    expect(bases.size).toBe(0);
    expect(notes).toHaveLength(4);
    expect(notes[2]).toContain('outside');
  });
});
