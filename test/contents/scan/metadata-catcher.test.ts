import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LayerFacts } from '../../../src/contents/facts/layer-facts.ts';
import { BARE_RECORD } from '../../../src/contents/packages/package-record.ts';
import { decodeMetadata, metadataParserId } from '../../../src/contents/packages/record-format.ts';
import type { RecordParser } from '../../../src/contents/packages/record-parser.ts';
import { MetadataCatcher } from '../../../src/contents/scan/metadata-catcher.ts';
import { createLayerScanner } from '../../../src/contents/scan/scan-layer.ts';
import { dir, file, layer, symlink } from '../../support/layers.ts';

const asText: RecordParser = {
  id: 'text',
  names: ['status', 'package.json'],
  endings: ['.list'],
  matches: (path) => !path.startsWith('tmp/'),
  limitBytes: 100_000,
  parse: (text) => ({ kind: 'text', text: Buffer.from(text) }),
};
const refusing: RecordParser = {
  ...asText,
  id: 'refusing',
  names: ['refused'],
  endings: [],
  parse: () => undefined,
};
const asPackage: RecordParser = {
  ...asText,
  id: 'package',
  names: [],
  endings: ['.gemspec'],
  parse: (text, path) => ({
    kind: 'packages',
    packages: [{ ...BARE_RECORD, type: 'gem', name: path, version: String(text), files: { kind: 'itself' } }],
  }),
};

async function scan(tar: Uint8Array, pieceBytes = 64 * 1024): Promise<LayerFacts> {
  const scanner = await createLayerScanner({ parsers: [asText, refusing, asPackage] });
  for (let at = 0; at < tar.length; at += pieceBytes) await scanner.push(tar.subarray(at, at + pieceBytes));
  return (await scanner.finish()).facts;
}

function caught(facts: LayerFacts): object {
  return Object.fromEntries(
    [...facts.metadataEntries].map((entry, k) => {
      const bytes = facts.metadataBytes.subarray(
        k === 0 ? 0 : facts.metadataEnds[k - 1]!,
        facts.metadataEnds[k]!,
      );
      const metadata = decodeMetadata(bytes);
      return [entry, [metadataParserId(bytes), metadata.kind === 'text' ? String(metadata.text) : metadata]];
    }),
  );
}

test('files are caught by name and by ending, and read by the parser that wants them', async () => {
  const facts = await scan(
    layer([
      dir('status'),
      file('var/lib/dpkg/status', 'Package: a'),
      file('var/lib/dpkg/statusx', 'no'),
      file('a.list', 'x\ny'),
      file('.list', 'a name that is all ending'),
      file('list', 'no'),
      file('tmp/status', 'no'),
      file('refused', 'no'),
      file('gems/x-1.gemspec', '1'),
      symlink('b.list', 'a.list'),
      file('package.json', ''),
    ]),
  );
  expect(caught(facts)).toEqual({
    1: ['text', 'Package: a'],
    3: ['text', 'x\ny'],
    4: ['text', 'a name that is all ending'],
    8: [
      'package',
      {
        kind: 'packages',
        packages: [
          { ...BARE_RECORD, type: 'gem', name: 'gems/x-1.gemspec', version: '1', files: { kind: 'itself' } },
        ],
      },
    ],
    10: ['text', ''],
  });
});

test('a file that is too large is noted, not held', async () => {
  const facts = await scan(layer([file('status', Buffer.alloc(100_001, 'a')), file('a.list', 'x')]));
  expect(caught(facts)).toEqual({
    0: ['text', { kind: 'unread', reason: 'too large' }],
    1: ['text', 'x'],
  });
});

test('how the layer is cut into pieces makes no difference', async () => {
  const tar = layer([
    file('a/status', Buffer.alloc(3000, 'ab')),
    file('x', 'y'),
    file('b.list', 'c\n'.repeat(400)),
  ]);
  const whole = await scan(tar);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 5000 }), async (pieceBytes) => {
      const facts = await scan(tar, pieceBytes);
      expect(facts.metadataEntries).toEqual(whole.metadataEntries);
      expect(facts.metadataEnds).toEqual(whole.metadataEnds);
      expect(Buffer.from(facts.metadataBytes)).toEqual(Buffer.from(whole.metadataBytes));
    }),
    { numRuns: 20 },
  );
});

test('what programs are compiled of is not kept either once a layer has too much', () => {
  const huge: RecordParser = {
    id: 'huge',
    names: ['huge'],
    endings: [],
    matches: () => true,
    limitBytes: 100,
    parse: () => ({ kind: 'text', text: Buffer.alloc(257 * 2 ** 20) }),
  };
  const catcher = new MetadataCatcher([huge]);
  const path = Buffer.from('huge');
  catcher.start(path, 0, path.length, 0);
  catcher.addPackages(0, 'elf-packages', []);
  catcher.finish(1, 0);
  catcher.addPackages(2, 'elf-packages', []);
  const { bytes, ends } = catcher.take();
  expect(decodeMetadata(bytes.subarray(0, ends[0]))).toEqual({ kind: 'packages', packages: [] });
  expect(decodeMetadata(bytes.subarray(ends[1]))).toEqual({ kind: 'unread', reason: 'too large' });
});
