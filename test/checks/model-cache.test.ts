import { describe, expect, it } from 'vitest';
import { modelCache } from '../../src/checks/model-cache.ts';
import { expectFound, expectLeft } from '../support/judge-files.ts';

describe('model-cache', () => {
  const files = [
    'root/.cache/huggingface/hub/models--a--b/blobs/1a2b',
    'root/.cache/torch/hub/checkpoints/resnet50.pth',
    'root/.cache/whisper/base.pt',
    'root/.cache/clip/ViT-B-32.pt',
    'root/.cache/modelscope/hub/a/x',
    'root/.cache/sentence_transformers/a/x',
    'root/.cache/kagglehub/models/a/x',
    'root/.keras/models/vgg16.h5',
    'root/.keras/datasets/mnist.npz',
    'root/.insightface/models/x.onnx',
    'root/.paddleocr/whl/x',
    'root/.EasyOCR/model/craft.pth',
    'root/.u2net/u2net.onnx',
    'root/.ollama/models/blobs/sha256-1a2b',
    'usr/share/nltk_data/corpora/stopwords/english',
  ];

  it('finds models in caches, as advice', async () => {
    await expectFound(modelCache, files, ['srv/models/a.safetensors', 'root/.keras/keras.json']);
    expect(modelCache.tier).toBe('advice');
  });

  it('leaves alone a cache that a variable names', async () => {
    await expectLeft(modelCache, files.slice(0, 1), { env: { HF_HOME: '/root/.cache/huggingface/' } });
    await expectLeft(modelCache, files.slice(-1), { env: { NLTK_DATA: '/usr/share/nltk_data' } });
    await expectFound(modelCache, files.slice(0, 1), [], { env: { HF_HOME: '/srv/huggingface' } });
    await expectFound(modelCache, files.slice(0, 1), [], { env: { HF_HOME: '/' } });
  });
});
