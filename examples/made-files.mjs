// Files of example images, made by code: the same bytes each time.

/** When the files of a build were made: 2025-01-01. */
export const BUILT = 1_735_689_600;

/** Modules as source and as bytecode whose header names the source's time and size (PEP 552). */
export function pythonModules(folder, names, bytes, seed) {
  return names.flatMap((name, i) => {
    const source = text(bytes, seed + i);
    const header = Buffer.alloc(16);
    header.writeUInt32LE(0x0a0d0da7, 0);
    header.writeUInt32LE(BUILT, 8);
    header.writeUInt32LE(source.length, 12);
    const bytecode = Buffer.concat([header, noise(bytes / 2, seed + i)]);
    return [
      file(`${folder}/${name}.py`, source),
      file(`${folder}/__pycache__/${name}.cpython-311.pyc`, bytecode),
    ];
  });
}

/** A file as an entry of a layer. */
export function file(path, content = '', mtimeSeconds = BUILT) {
  return { kind: 'file', path, content: Buffer.from(content), mtimeSeconds };
}

/** A folder as an entry of a layer. */
export function directory(path, mode = 0o755) {
  return { kind: 'directory', path, mode, mtimeSeconds: BUILT };
}

/** A file that looks like a program: an ELF head, and what compresses as machine code does. */
export function program(path, bytes, seed) {
  const head = Buffer.alloc(64);
  head.write('\x7fELF\x02\x01\x01', 'latin1');
  head.writeUInt16LE(path.includes('.so') ? 3 : 2, 16);
  // Machine code compresses to about half.
  const code = Buffer.concat([noise(bytes / 2, seed), text(bytes / 2, seed)]);
  return { ...file(path, Buffer.concat([head, code])), mode: 0o755 };
}

/** Bytes that cannot be compressed (xorshift32). */
export function noise(length, seed) {
  const words = new Uint32Array(Math.ceil(length / 4));
  let state = Math.imul(seed + 1, 0x9e3779b1) | 1;
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[i] = state;
  }
  return Buffer.from(words.buffer, 0, Math.floor(length));
}

const WORDS =
  'the of image layer and file cache to build in package install is for version library module return value def import self'.split(
    ' ',
  );

/** Bytes that compress as source code does. */
export function text(length, seed) {
  const picks = noise(length / 3, seed);
  let made = '';
  for (let i = 0; made.length < length; i++)
    made += WORDS[picks[i % picks.length] % WORDS.length] + (i % 9 === 8 ? '\n' : ' ');
  return Buffer.from(made.slice(0, length));
}

/** The directories that lead to the entries, each before what is in it, as BuildKit adds them to its layers. */
export function addParents(items) {
  const known = new Set(items.filter(({ kind }) => kind !== 'file').map(({ path }) => path));
  return items.flatMap((item) => {
    const parts = item.path.split('/');
    const parents = parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join('/'));
    const missing = parents.filter((path) => !known.has(path));
    for (const path of missing) known.add(path);
    return [
      ...missing.map((path) => directory(path, path === 'tmp' ? 0o1777 : path === 'root' ? 0o700 : 0o755)),
      item,
    ];
  });
}
