// Mounts that widen the transfer.
import { describe, expect, test } from 'vitest';
import { fill, judgeRule } from '../../support/judge-project.ts';

describe('context-mount', () => {
  const tree = { a: { b: fill(1_500_000) }, 'package.json': '{}' };

  test('warns of a tmpfs mount, for which nothing of what is sent is read', async () => {
    const dockerfile = 'FROM node\nCOPY package.json .\nRUN --mount=type=tmpfs,target=/tmp npm ci\n';
    const [finding] = await judgeRule('context-mount', { ...tree, Dockerfile: dockerfile });
    expect(finding).toMatchObject({ severity: 'warning', line: 3 });
    expect(finding!.bytes).toBeGreaterThanOrEqual(1_500_000);
  });

  test('is advice about a bind mount without a source, which its RUN may read', async () => {
    const dockerfile = 'FROM node\nCOPY package.json .\nRUN --mount=type=bind,target=/src make\n';
    const [finding] = await judgeRule('context-mount', { ...tree, Dockerfile: dockerfile });
    expect(finding).toMatchObject({ severity: 'advice', line: 3 });
  });

  test('is silent where a COPY takes everything, and about mounts with a source', async () => {
    const whole = 'FROM node\nCOPY . .\nRUN --mount=type=tmpfs,target=/tmp npm ci\n';
    expect(await judgeRule('context-mount', { ...tree, Dockerfile: whole })).toEqual([]);
    const narrow = 'FROM node\nRUN --mount=type=bind,source=package.json,target=/p npm ci\n';
    expect(await judgeRule('context-mount', { ...tree, Dockerfile: narrow })).toEqual([]);
  });
});
