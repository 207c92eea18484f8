// What downloading a model leaves beside it: partial files, hf-xet's chunk cache, archives that were unpacked.
import type { PathRule } from './rule.ts';

export const modelLeftovers: PathRule = {
  kind: 'paths',
  id: 'model-leftovers',
  title: 'Leftovers of model downloads',
  tier: 'ballast',
  severity: 'warning',
  floorBytes: 64_000,
  patterns: [
    '**/huggingface/xet/',
    '**/blobs/*.incomplete',
    '**/huggingface/download/*.incomplete',
    '**/torch/hub/*.zip',
    '**/checkpoints/*.partial',
    '**/blobs/*-partial*',
  ],
  what: 'partial or repeated downloads of models',
  fix: ({ folder }) =>
    folder.includes('huggingface/xet')
      ? 'Set HF_HUB_DISABLE_XET=1 for that RUN, or delete the xet folder at its end.'
      : 'Delete what is not the model itself at the end of the RUN that downloads it.',
};
