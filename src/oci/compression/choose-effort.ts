// How much work a block is worth. What deflate can hardly shrink takes its slow levels as long as text does, and gains a
// hundredth of it: such blocks are told by a few samples (bench/NOTES.md, "Compressing layers").
import zlib from 'node:zlib';

const SAMPLES = 4;
const SAMPLE_BYTES = 4 * 1024;
/** A sample that keeps this much of its bytes is compressed, encrypted or random. */
const INCOMPRESSIBLE = 0.92;
/** Machine code and the like: between levels 4 and 5 lie a hundredth of the bytes and a fifth of the time. */
const STIFF = 0.48;

/** deflate's level and memory level. */
export interface Effort {
  readonly level: number;
  readonly memLevel: number;
}

/** What to spend on a block; hangs on its bytes alone, so that equal content stays equal when it is compressed. */
export function chooseEffort(content: Uint8Array): Effort {
  const kept = sampleRatio(content);
  if (kept > INCOMPRESSIBLE) return { level: 1, memLevel: 8 };
  return { level: kept > STIFF ? 4 : 5, memLevel: 7 };
}

/** How much of its bytes a block's samples keep. */
function sampleRatio(content: Uint8Array): number {
  const step = Math.floor(content.length / SAMPLES);
  if (step < SAMPLE_BYTES) return 0;
  const sample = Buffer.alloc(SAMPLES * SAMPLE_BYTES);
  for (let i = 0; i < SAMPLES; i++) {
    const start = i * step + Math.floor((step - SAMPLE_BYTES) / 2);
    sample.set(content.subarray(start, start + SAMPLE_BYTES), i * SAMPLE_BYTES);
  }
  return zlib.deflateRawSync(sample, { level: 1, chunkSize: 2 * sample.length }).length / sample.length;
}
