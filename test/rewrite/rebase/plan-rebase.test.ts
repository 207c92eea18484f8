// Verdicts on pairs: what is proven, what is checked, and what must be refused.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeTemporaryFolder } from '../../support/image-files.ts';
import { planPair } from '../../support/rebase-pairs.ts';
import { LABELLED_PAIRS } from './labelled-pairs.ts';

describe('verdicts', () => {
  const root = makeTemporaryFolder();
  test.each(Object.entries(LABELLED_PAIRS))('%s', async (name, { verdict, kinds = [], ...pair }) => {
    const plan = await planPair(join(root, name.replace(/\W+/g, '-')), pair);
    const told = plan.notes.map(({ kind, level, path, message }) => `${level} ${kind} ${path}: ${message}`);
    expect(plan.verdict, told.join('\n')).toBe(verdict);
    const decisive = plan.notes.filter(
      ({ level }) => level === (verdict === 'conflict' ? 'conflict' : 'checked'),
    );
    expect([...new Set(decisive.map(({ kind }) => kind))].sort()).toEqual([...kinds].sort());
    const history = plan.config['history'] as readonly { readonly empty_layer?: boolean }[];
    expect(history.filter((step) => step.empty_layer !== true)).toHaveLength(plan.stacked.view.layers.length);
  });
});
