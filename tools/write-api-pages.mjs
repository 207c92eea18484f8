// Writes docs/api/ROOM.md, the reference of what programs can import, from the declarations that the build makes of each index
// file and from their contract comments; and the list of rooms in docs/api/README.md.
//
//   node tools/write-api-pages.mjs [--check]     --check only tells whether the pages are current (exit code 1 if not)
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const isCheck = process.argv.includes('--check');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const stale = [];

const rooms = Object.entries(exports)
  .filter(([, target]) => typeof target === 'object')
  .map(([subpath, { types }]) => {
    const name = subpath === '.' ? 'plimsoll' : `plimsoll/${subpath.slice('./'.length)}`;
    const page = `${subpath === '.' ? 'plimsoll' : subpath.slice('./'.length)}.md`;
    return { name, page, index: types.replace(/^\.\//, ''), about: readHeader(types) };
  });
mkdirSync(join(root, 'docs/api'), { recursive: true });
for (const room of rooms) put(`docs/api/${room.page}`, writePage(room));
put('docs/api/README.md', writeList());
if (stale.length > 0) {
  console.error(`${stale.join(', ')}: not current: run npm run build && node tools/write-api-pages.mjs`);
  process.exitCode = 1;
}

function put(path, text) {
  let before;
  try {
    before = readFileSync(join(root, path), 'utf8');
  } catch {
    before = undefined;
  }
  if (before === text) return;
  if (isCheck) stale.push(path);
  else writeFileSync(join(root, path), text);
}

/** The first comment of the index file's source. */
function readHeader(types) {
  const source = types.replace('./dist/', 'src/').replace(/\.d\.ts$/, '.ts');
  const lines = readFileSync(join(root, source), 'utf8').split('\n');
  const end = lines.findIndex((line) => !line.startsWith('//'));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^\/\/ ?/, ''))
    .join(' ');
}

function writeList() {
  const text = readFileSync(join(root, 'docs/api/README.md'), 'utf8');
  const rows = rooms.map(({ name, page, about }) => `| [\`${name}\`](${page}) | ${about} |`);
  const list = ['| import | what it is |', '| --- | --- |', ...rows].join('\n');
  const [, before, after] =
    /^([\s\S]*<!-- rooms -->\n)[\s\S]*?(<!-- end of rooms -->[\s\S]*)$/.exec(text) ?? [];
  if (before === undefined) throw new Error('docs/api/README.md has no place for the list of rooms');
  return `${before}\n${list}\n\n${after}`;
}

function writePage({ name, index, about }) {
  const exported = listExports(index).toSorted(
    (a, b) => Number(a.isType) - Number(b.isType) || (a.name < b.name ? -1 : 1),
  );
  const told = exported.map(({ name, doc, code }) => `## ${name}\n\n${doc}\n\n\`\`\`ts\n${code}\n\`\`\``);
  const head = `# ${name}\n\n${about}\n\nThis page is made by \`node tools/write-api-pages.mjs\` from the declarations; [the other imports](README.md).`;
  return `${[head, ...told].join('\n\n')}\n`;
}

/** What an index file exports, with each declaration as it stands in the file that has it. */
function listExports(index) {
  const text = readFileSync(join(root, index), 'utf8');
  return [...text.matchAll(/export (type )?\{([^}]*)\} from '([^']+)';/g)].flatMap(
    ([, isTypes, names, from]) => {
      const file = join(dirname(index), from).replace(/\.ts$/, '.d.ts');
      return names
        .split(',')
        .filter((each) => each.trim() !== '')
        .map((each) => {
          const isType = isTypes !== undefined || /^\s*type /.test(each);
          const name = each.replace(/^\s*type /, '').trim();
          return { name, isType, ...findDeclaration(file, name) };
        });
    },
  );
}

/** A declaration and its comment; of what a file only hands on, that of the file behind it. */
function findDeclaration(file, name) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const at = lines.findIndex((line) =>
    new RegExp(`^export (?:declare |abstract )*(?:function\\*?|const|class|interface|type) ${name}\\b`).test(
      line,
    ),
  );
  if (at === -1) {
    const handed = listExports(file).find((each) => each.name === name);
    if (handed === undefined) throw new Error(`${file} does not declare ${name}`);
    return handed;
  }
  const doc = readDoc(lines, at);
  if (doc === '') throw new Error(`${name} in ${file} says nothing of what it promises`);
  return { doc, code: readCode(lines, at) };
}

/** The comment that ends above the line. */
function readDoc(lines, at) {
  if (!lines[at - 1]?.endsWith('*/')) return '';
  let start = at - 1;
  while (!lines[start].startsWith('/**')) start--;
  return lines
    .slice(start, at)
    .join('\n')
    .replace(/^\/\*\*\s*(?:\*\s?)?/, '')
    .replace(/\s*\*\/$/, '')
    .replace(/\n \* ?/g, ' ')
    .trim();
}

/** The declaration from its line to its end, without what no caller sees. */
function readCode(lines, at) {
  let end = at;
  let depth = 0;
  for (; end < lines.length; end++) {
    for (const letter of lines[end].replace(/'[^']*'|`[^`]*`|\/\*.*?\*\//g, '').replace(/^\s*\*.*$/, ''))
      depth += '{(['.includes(letter) ? 1 : '})]'.includes(letter) ? -1 : 0;
    if (depth === 0 && /[;}]\s*$/.test(lines[end])) break;
  }
  return lines
    .slice(at, end + 1)
    .filter((line) => !/^\s*(?:#private;|private )/.test(line))
    .join('\n')
    .replace(/^export (?:declare )?/, '')
    .replace(/\bimport\("[^"]+"\)\./g, '');
}
