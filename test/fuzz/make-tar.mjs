// Tars to be mutated: every kind of entry and every form that a reader knows.
import { writeTar } from '../../dist/oci/tar/write-tar.js';

const BLOCK = 512;

/** A sound tar of up to ten entries. */
export function makeTar(random) {
  const pieces = [];
  for (let left = random.below(10); left >= 0; left--) pieces.push(makeEntry(random));
  if (!random.once(10)) pieces.push(Buffer.alloc(2 * BLOCK));
  return Buffer.concat(pieces);
}

function makeEntry(random) {
  switch (random.below(8)) {
    case 0:
      return Buffer.concat([
        longName(random, 'L'),
        random.once(2) ? longName(random, 'K') : Buffer.alloc(0),
        gnuHeader(random),
      ]);
    case 1:
      return gnuSparse(random);
    case 2:
      return paxSparse(random);
    case 3:
      return Buffer.concat([pax([['comment', 'x']], 'g'), written(random)]);
    default:
      return written(random);
  }
}

/** An entry as the writer writes it, without the end marker. */
function written(random) {
  const kind = random.pick([
    'file',
    'file',
    'file',
    'directory',
    'symlink',
    'hardlink',
    'character',
    'block',
    'fifo',
  ]);
  const item = {
    kind,
    path: path(random),
    mode: random.below(0o10000),
    uid: random.pick([0, 1000, 2 ** 21, 2 ** 32 - 1]),
    gid: random.below(3000),
    mtimeSeconds: random.pick([0, 1_700_000_000, 1.5, -5]),
    content: content(random),
    target: random.once(3) ? path(random) : Buffer.from('t'),
    device: { major: random.below(300), minor: random.below(70_000) },
    xattrs: random.once(3)
      ? [{ name: random.pick(['user.a', 'security.capability']), value: random.bytes(random.below(40)) }]
      : [],
  };
  return Buffer.from(writeTar([item]).subarray(0, -2 * BLOCK));
}

function path(random) {
  const parts = [];
  for (let left = random.below(4); left >= 0; left--)
    parts.push(
      random.pick([
        'a',
        'b',
        'c.pyc',
        '.wh.a',
        '.wh..wh..opq',
        '.wh.',
        '.wh...',
        '..',
        '.',
        '',
        'é',
        '\xff\xfe',
        'n'.repeat(random.below(260)),
      ]),
    );
  const bytes = Buffer.from(parts.join('/') || 'x', 'latin1').map((byte) => byte || 1);
  return bytes.length > 0 ? bytes : Buffer.from('x');
}

function content(random) {
  const length = random.pick([0, 1, 16, 264, 511, 512, 513, 1024, random.below(20_000)]);
  const bytes = random.once(3)
    ? Buffer.alloc(length)
    : random.once(2)
      ? random.bytes(length)
      : Buffer.alloc(length, 'text ');
  if (length > 4 && random.once(3))
    random.pick([Buffer.from('\x7fELF'), Buffer.from('#!/b'), Buffer.from('PK\x03\x04')]).copy(bytes);
  return bytes;
}

function gnuHeader(random) {
  const body = content(random);
  return Buffer.concat([
    header({ type: random.pick(['0', '\0', '7', '1', '2', '5']), size: 0, gnu: true }),
    random.once(2) ? gnuFile(body) : Buffer.alloc(0),
  ]);
}

function gnuFile(body) {
  return Buffer.concat([header({ type: '0', size: body.length, gnu: true }), pad(body)]);
}

function longName(random, type) {
  const body = Buffer.concat([Buffer.alloc(random.below(2000) + 1, 'long/'), Buffer.alloc(1)]);
  return Buffer.concat([header({ type, size: body.length, gnu: true }), pad(body)]);
}

function gnuSparse(random) {
  const segments = makeSegments(random, random.below(30));
  const body = Buffer.alloc(segments.stored, 's');
  const pairs = segments.list.map(([offset, size]) => octal(offset) + octal(size));
  const block = header({ type: 'S', size: body.length, gnu: true });
  block.write(pairs.slice(0, 4).join(''), 386, 'latin1');
  block[482] = pairs.length > 4 ? 1 : 0;
  block.write(octal(segments.end), 483, 'latin1');
  const extensions = [];
  for (let at = 4; at < pairs.length; at += 21) {
    const extension = Buffer.alloc(BLOCK);
    extension.write(pairs.slice(at, at + 21).join(''), 0, 'latin1');
    extension[504] = at + 21 < pairs.length ? 1 : 0;
    extensions.push(extension);
  }
  return Buffer.concat([fixChecksum(block), ...extensions, pad(body)]);
}

function paxSparse(random) {
  const { list, stored, end } = makeSegments(random, random.below(20));
  const body = Buffer.alloc(stored, 's');
  if (random.once(2)) {
    const records = [
      ['GNU.sparse.size', String(end)],
      ['GNU.sparse.map', list.flat().join(',')],
    ];
    return Buffer.concat([pax(records), header({ type: '0', size: body.length }), pad(body)]);
  }
  const map = pad(
    Buffer.from(`${list.length}\n${list.map(([offset, size]) => `${offset}\n${size}\n`).join('')}`),
  );
  const records = [
    ['GNU.sparse.major', '1'],
    ['GNU.sparse.minor', '0'],
    ['GNU.sparse.name', 'real'],
    ['GNU.sparse.realsize', String(end)],
  ];
  return Buffer.concat([pax(records), header({ type: '0', size: map.length + body.length }), map, pad(body)]);
}

function makeSegments(random, count) {
  const list = [];
  let end = 0;
  let stored = 0;
  for (let i = 0; i < count; i++) {
    const offset = end + random.below(5000);
    const size = random.below(300);
    list.push([offset, size]);
    end = offset + size;
    stored += size;
  }
  return { list, stored, end: end + random.below(1000) };
}

function pax(records, type = 'x') {
  const body = Buffer.concat(
    records.map(([key, value]) => {
      const rest = ` ${key}=${value}\n`;
      let length = rest.length + 1;
      while (String(length).length + rest.length !== length) length++;
      return Buffer.from(`${length}${rest}`);
    }),
  );
  return Buffer.concat([header({ type, size: body.length }), pad(body)]);
}

function header({ type, size, gnu = false }) {
  const block = Buffer.alloc(BLOCK);
  block.write('name', 0);
  block.write(`0000644\x000000000\x000000000\0${octal(size)}${octal(0)}`, 100, 'latin1');
  block.write(type, 156, 'latin1');
  block.write(gnu ? 'ustar  \0' : 'ustar\x0000', 257, 'latin1');
  return fixChecksum(block);
}

function octal(value) {
  return `${value.toString(8).padStart(11, '0')}\0`;
}

function pad(bytes) {
  return Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
}

/** Puts the right checksum into a header block. */
export function fixChecksum(block) {
  block.fill(0x20, 148, 156);
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
