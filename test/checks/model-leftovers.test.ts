import { describe, it } from 'vitest';
import { modelLeftovers } from '../../src/checks/model-leftovers.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('model-leftovers', () => {
  it('finds partial and repeated downloads', async () => {
    await expectFound(modelLeftovers, [
      'root/.cache/huggingface/xet/https___cas_serv/chunk-cache/1a/b',
      'root/.cache/huggingface/hub/models--a--b/blobs/1a2b.incomplete',
      'srv/models/.cache/huggingface/download/1a.2b.incomplete',
      'root/.cache/torch/hub/v0.10.0.zip',
      'root/.cache/torch/hub/checkpoints/resnet50.pth.1a2b.partial',
      'root/.ollama/models/blobs/sha256-1a-partial-0',
    ]);
  });

  it('leaves alone the models', async () => {
    await expectLeft(modelLeftovers, [
      'root/.cache/huggingface/hub/models--a--b/blobs/1a2b',
      'root/.cache/huggingface/hub/models--a--b/snapshots/3c/model.safetensors',
      'root/.cache/torch/hub/checkpoints/resnet50-1a2b.pth',
      'root/.ollama/models/blobs/sha256-1a2b',
    ]);
  });
});
