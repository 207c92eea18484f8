import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { PlimsollError } from '../../../src/errors.ts';
import { openArchive } from '../../../src/oci/archive/open-archive.ts';
import type { OpenedImage, OpenOptions } from '../../../src/oci/image/image.ts';
import { packLegacySave, packPodmanSave } from '../../support/docker-archives.ts';
import {
  failureOf,
  hexOf,
  makeImage,
  makeTemporaryFolder,
  packHeader,
  packLayout,
  packPaxRecord,
  packTar,
  type RawMember,
  readLayerFiles,
  toMembers,
} from '../../support/image-files.ts';

const root = makeTemporaryFolder();
const path = join(root, 'image.tar');
const image = makeImage();

function open(bytes: Uint8Array, options: OpenOptions = {}): Promise<OpenedImage> {
  writeFileSync(path, bytes);
  return openArchive(path, undefined, undefined, options);
}

async function codeOf(members: readonly RawMember[]): Promise<string> {
  return (await failureOf(open(packTar(members)))).code;
}

/** The podman form with its first layer's link made to lead elsewhere. */
function withLink(link: string, type = '2', ...more: RawMember[]): RawMember[] {
  const members = packPodmanSave(image);
  const at = members.findIndex((member) => member.type === '2');
  members[at] = { ...members[at]!, link, type };
  return [...more, ...members];
}

describe('links', () => {
  it.each([
    ['to themselves', 'layer.tar', '2'],
    ['hard, to themselves', undefined, '1'],
  ])('%s make the image invalid', async (_, link, type) => {
    const own = packPodmanSave(image).find((member) => member.type === '2')!.name;
    expect(await failureOf(open(packTar(withLink(link ?? own, type))))).toMatchObject({
      code: 'IMAGE_INVALID',
      message: expect.stringContaining('circle'),
      subject: path,
    });
  });

  it('in a circle of two, or in a chain of a thousand, make the image invalid', async () => {
    const circle = [
      { name: 'a', type: '2', link: 'b' },
      { name: 'b', type: '1', link: './a' },
    ];
    expect(await codeOf(withLink('/a', '2', ...circle))).toBe('IMAGE_INVALID');
    const chain = Array.from({ length: 1000 }, (_, i) => ({ name: `l${i}`, type: '2', link: `l${i + 1}` }));
    expect(await codeOf(withLink('/l0', '2', ...chain))).toBe('IMAGE_INVALID');
  });

  it('that climb out or name system files find nothing outside', async () => {
    for (const link of ['../../../../etc/passwd', '/etc/passwd', '/dev/zero', '', '.', '..'])
      expect(await codeOf(withLink(link))).toBe('IMAGE_INVALID');
    const stays = `../../../../${hexOf(image.layers[0]!.diffId)}.tar`;
    expect(readLayerFiles(await open(packTar(withLink(stays))))[0]).toEqual(image.layers[0]!.tar);
  });

  it('to folders and devices are no layers', async () => {
    const device = { name: 'device', type: '3' };
    expect(await codeOf(withLink('/device', '2', device))).toBe('IMAGE_INVALID');
    expect(await codeOf(withLink('/folder', '2', { name: 'folder/', type: '5' }))).toBe('IMAGE_INVALID');
  });
});

describe('members', () => {
  it('of the same name: the last one counts, as when Docker unpacks them', async () => {
    const members = packPodmanSave(image);
    const opened = await open(packTar([{ name: 'manifest.json', body: '[]' }, ...members]));
    expect(opened.digest).toBe(image.configDigest);
    expect(await codeOf([...members, { name: './manifest.json', body: '[]' }])).toBe('NOT_AN_IMAGE');
  });

  it('whose names escape are read below the root', async () => {
    const members = packPodmanSave(image).map((member) => ({ ...member, name: `../..//./${member.name}` }));
    expect((await open(packTar(members))).digest).toBe(image.configDigest);
  });

  it('a hundred thousand of them are walked quickly, more are refused', async () => {
    const empty = packHeader({ name: 'filler' });
    const filler = Buffer.alloc(512 * 99_000);
    for (let offset = 0; offset < filler.length; offset += 512) empty.copy(filler, offset);
    const started = performance.now();
    const tar = packTar(packPodmanSave(image));
    expect((await open(Buffer.concat([filler, tar]))).digest).toBe(image.configDigest);
    expect(performance.now() - started).toBeLessThan(60_000);
    expect(await failureOf(open(Buffer.concat([filler, filler, tar])))).toMatchObject({
      code: 'IMAGE_INVALID',
    });
  });

  it.each([
    ['negative in base-256', Buffer.from('ffffffffffffffffffffff00', 'hex')],
    ['8 EB in base-256', Buffer.from('800000007fffffffffffffff', 'hex')],
    ['8 GB in octal', Buffer.from('77777777777\0')],
    ['no number', Buffer.from('not a number')],
  ])('with a size that is %s are refused', async (_, sizeField) => {
    for (const name of ['index.json', 'manifest.json', 'any'])
      expect(await codeOf([{ name, sizeField }, ...packPodmanSave(image)])).toBe('IMAGE_INVALID');
  });

  it.each([
    ['a negative size', packPaxRecord('size', '-1')],
    ['a size beyond the archive', packPaxRecord('size', '9223372036854775807')],
    ['a size beyond the archive that is safe', packPaxRecord('size', '9007199254740991')],
    ['a name of 8 KiB', packPaxRecord('path', 'n'.repeat(8192))],
    ['a malformed record', '99999 path=x\n'],
    ['a NUL in a name', packPaxRecord('path', 'a\0b')],
  ])('whose PAX header states %s are refused', async (_, body) => {
    expect(
      await codeOf([{ name: 'x', type: 'x', body }, { name: 'any', body: '' }, ...packPodmanSave(image)]),
    ).toBe('IMAGE_INVALID');
  });

  it('with a PAX header of 2 MiB or none after it are refused', async () => {
    expect(await codeOf([{ name: 'x', type: 'x', body: Buffer.alloc(2 ** 21) }])).toBe('IMAGE_INVALID');
    expect(
      await codeOf([...packPodmanSave(image), { name: 'x', type: 'x', body: packPaxRecord('path', 'a') }]),
    ).toBe('IMAGE_INVALID');
  });

  it('stored sparse are unsupported', async () => {
    expect(await codeOf([{ name: 'sparse', type: 'S' }, ...packPodmanSave(image)])).toBe('IMAGE_UNSUPPORTED');
  });
});

describe('archives cut off', () => {
  it.each([
    ['docker-archive', packTar(packLegacySave(image))],
    ['OCI archive', packTar(toMembers(packLayout([image])))],
  ])('at every block of a small %s fail clearly, or are whole but for the end mark', async (_, tar) => {
    const whole = await open(tar);
    const layers = readLayerFiles(whole);
    for (let length = 0; length < tar.length; length += 512) {
      const opened = await open(tar.subarray(0, length)).catch((error: unknown) => error);
      if (opened instanceof PlimsollError) {
        expect(['IMAGE_INVALID', 'NOT_AN_IMAGE']).toContain(opened.code);
        expect(opened.subject).toBe(path);
        continue;
      }
      expect(readLayerFiles(opened as OpenedImage)).toEqual(layers);
      expect(length).toBeGreaterThan(tar.length - 4096);
    }
  });

  it('within a member say so, and a missing end mark is named where a member is missing', async () => {
    const tar = packTar(packPodmanSave(image));
    expect(await failureOf(open(tar.subarray(0, 1500)))).toMatchObject({
      message: expect.stringContaining('cut off'),
    });
    const members = packPodmanSave(image);
    const manifest = members.at(-1)!;
    expect(await failureOf(open(packTar([manifest, ...members.slice(0, 2)], { end: false })))).toMatchObject({
      code: 'IMAGE_INVALID',
      hint: expect.stringContaining('cut off'),
    });
  });

  it('when compressed fail at the end of the stream and leave no file', async () => {
    const temporary = join(root, 'tmp');
    mkdirSync(temporary);
    vi.stubEnv('TMPDIR', temporary);
    const gz = gzipSync(packTar(packPodmanSave(image)));
    for (const length of [20, gz.length >> 1, gz.length - 4])
      expect(await failureOf(open(gz.subarray(0, length)))).toMatchObject({ subject: path });
    expect(readdirSync(temporary)).toEqual([]);
    vi.unstubAllEnvs();
  });
});

describe('manifest.json', () => {
  it.each([
    ['nonsense', 'IMAGE_INVALID'],
    ['{}', 'IMAGE_INVALID'],
    ['[]', 'NOT_AN_IMAGE'],
    ['[null]', 'IMAGE_INVALID'],
    ['[{"Config":1,"Layers":[]}]', 'IMAGE_INVALID'],
    ['[{"Config":"c","Layers":{}}]', 'IMAGE_INVALID'],
    ['[{"Config":"c","Layers":[1]}]', 'IMAGE_INVALID'],
    ['[{"Config":"c","Layers":[]}]', 'IMAGE_INVALID'],
    ['[{"Config":"manifest.json","Layers":[]}]', 'IMAGE_INVALID'],
    ['[{"Config":"../../../etc/passwd","Layers":[]}]', 'IMAGE_INVALID'],
    [`[${'['.repeat(100_000)}`, 'IMAGE_INVALID'],
  ])('%s', async (body, code) => {
    expect(await codeOf([{ name: 'manifest.json', body: body }])).toBe(code);
  });

  it('with more or fewer layers than the config, or a config that is not its name', async () => {
    const members = packPodmanSave(image);
    const config = members.find((member) => member.name.endsWith('.json'))!;
    const [entry] = JSON.parse(String(members.at(-1)!.body));
    const others = members.slice(0, -1);
    for (const Layers of [entry.Layers.slice(1), [...entry.Layers, entry.Layers[0]], []])
      expect(
        await codeOf([...others, { name: 'manifest.json', body: JSON.stringify([{ ...entry, Layers }]) }]),
      ).toBe('IMAGE_INVALID');
    const forged = String(config.body).replace('/app/main', '/app/evil');
    expect(await codeOf([...members, { name: config.name, body: forged }])).toBe('DIGEST_MISMATCH');
  });
});

describe('files that are no image archives', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'NOT_AN_IMAGE'],
    ['text', Buffer.from('FROM debian\n'.repeat(100)), 'NOT_AN_IMAGE'],
    ['zeros', Buffer.alloc(4096), 'NOT_AN_IMAGE'],
    ['a file system in a tar', packTar([{ name: 'etc/passwd', body: 'root' }]), 'NOT_AN_IMAGE'],
    ['a Docker 1.9 save', packTar([{ name: 'repositories', body: '{}' }]), 'IMAGE_UNSUPPORTED'],
    ['xz', Buffer.from('fd377a585a000000', 'hex'), 'COMPRESSION_UNSUPPORTED'],
    ['bzip2', Buffer.from('BZh91AY&SY'), 'COMPRESSION_UNSUPPORTED'],
    ['compressed text', gzipSync(Buffer.from('text'.repeat(1000))), 'NOT_AN_IMAGE'],
    ['compressed nothing', gzipSync(Buffer.alloc(0)), 'NOT_AN_IMAGE'],
    ['twice compressed', gzipSync(gzipSync(packTar(packPodmanSave(image)))), 'NOT_AN_IMAGE'],
    [
      'a tar with a header after a lone zero block',
      Buffer.concat([packHeader({ name: 'a' }), Buffer.alloc(512), packTar([{ name: 'b' }])]),
      'IMAGE_INVALID',
    ],
  ])('%s', async (_, bytes, code) => {
    expect(await failureOf(open(bytes))).toMatchObject({ code, subject: path });
  });

  it('a sparse terabyte of zeros after an archive costs nothing', async () => {
    writeFileSync(path, packTar(packPodmanSave(image)));
    truncateSync(path, 2 ** 40);
    expect((await openArchive(path, undefined, undefined, {})).digest).toBe(image.configDigest);
  });

  it('folders and missing files are told apart', async () => {
    expect(await failureOf(openArchive(root, undefined, undefined, {}))).toMatchObject({
      code: 'NOT_AN_IMAGE',
    });
    expect(await failureOf(openArchive(join(root, 'none'), undefined, undefined, {}))).toMatchObject({
      code: 'IMAGE_NOT_FOUND',
    });
  });

  it('a run that was stopped reads no further', async () => {
    for (const bytes of [packTar(packPodmanSave(image)), gzipSync(packTar(packPodmanSave(image)))])
      expect(await failureOf(open(bytes, { signal: AbortSignal.abort() }))).toMatchObject({
        code: 'ABORTED',
      });
  });
});

it('any change of any bytes gives the image or a clear error', async () => {
  const tar = packTar(packLegacySave(image));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(tar.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
      async (changes) => {
        const changed = Buffer.from(tar);
        for (const [offset, byte] of changes) changed[offset] = byte;
        const opened = await open(changed).catch((error: unknown) => error);
        if (opened instanceof Error) expect(opened).toBeInstanceOf(PlimsollError);
      },
    ),
    { numRuns: 300 },
  );
});
