// Writes docs/json/NAME.md from each schema/NAME.json, and the list of them in docs/json.md.
//
//   node tools/write-schema-pages.mjs [--check]     --check only tells whether the pages are current (exit code 1 if not)
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const schemas = new URL('../schema/', import.meta.url);
const pages = new URL('../docs/json/', import.meta.url);
const introduction = new URL('../docs/json.md', import.meta.url);
const isCheck = process.argv.includes('--check');
const stale = [];

const names = readdirSync(schemas)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))
  .sort();
mkdirSync(pages, { recursive: true });
for (const name of names) {
  const schema = JSON.parse(readFileSync(new URL(`${name}.json`, schemas), 'utf8'));
  put(new URL(`${name}.md`, pages), writePage(name, schema));
}
const unknown = readdirSync(pages).filter((file) => !names.includes(file.replace(/\.md$/, '')));
for (const file of unknown) {
  stale.push(`docs/json/${file} (there is no such schema)`);
  if (!isCheck) rmSync(new URL(file, pages));
}
put(introduction, writeList(readFileSync(introduction, 'utf8')));
if (isCheck && stale.length > 0) {
  console.error(`${stale.join(', ')}: not current: run node tools/write-schema-pages.mjs`);
  process.exitCode = 1;
}

function put(url, text) {
  let before;
  try {
    before = readFileSync(url, 'utf8');
  } catch {
    before = undefined;
  }
  if (before === text) return;
  if (isCheck) stale.push(decodeURIComponent(url.pathname).replace(/^.*\/docs\//, 'docs/'));
  else writeFileSync(url, text);
}

/** The list between its marks in docs/json.md. */
function writeList(text) {
  const rows = names.map((name) => {
    const { title } = JSON.parse(readFileSync(new URL(`${name}.json`, schemas), 'utf8'));
    return `| [${name}](json/${name}.md) | ${tell(title)} |`;
  });
  const list = ['| schema | what it is of |', '| --- | --- |', ...rows].join('\n');
  const [, before, after] =
    /^([\s\S]*<!-- schemas -->\n)[\s\S]*?(<!-- end of schemas -->[\s\S]*)$/.exec(text) ?? [];
  if (before === undefined) throw new Error('docs/json.md has no place for the list of schemas');
  return `${before}\n${list}\n\n${after}`;
}

function writePage(name, schema) {
  const defs = Object.entries(schema.$defs ?? {});
  const parts = [
    `# ${schema.title.startsWith('plimsoll ') ? `\`${schema.title}\`` : schema.title}`,
    `${schema.description} The schema is [schema/${name}.json](../../schema/${name}.json); [JSON output](../json.md) says what holds for all.`,
    'This page is made by `node tools/write-schema-pages.mjs`. A field with `?` is not always there.',
    writeShape(schema, schema.oneOf === undefined ? '' : 'It is one of these:', schema.$defs ?? {}),
    ...defs.flatMap(([key, def]) => [`## ${key}`, def.description ?? '', writeShape(def, '', schema.$defs)]),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The fields of an object with those of all in it, or in words what else it is. */
function writeShape(schema, head, defs) {
  const rows = [];
  listFields(schema, '', rows, defs);
  const table =
    rows.length === 0
      ? ''
      : [
          '| field | type | what it is |',
          '| --- | --- | --- |',
          ...rows.map((row) => `| ${row.join(' | ')} |`),
        ].join('\n');
  const choices = schema.properties === undefined ? tellType(schema) : '';
  const words = choices === '' || choices === 'object' ? '' : `${head === '' ? 'It is' : head} ${choices}.`;
  return [words, table].filter((part) => part !== '').join('\n\n');
}

function listFields(schema, at, rows, defs) {
  for (const [field, inner] of Object.entries(schema.properties ?? {})) {
    const path = at === '' ? field : `${at}.${field}`;
    const isOptional = !(schema.required ?? []).includes(field);
    rows.push([`\`${path}\`${isOptional ? '?' : ''}`, tellType(inner), tell(describe(inner, defs))]);
    listInner(inner, path, rows, defs);
  }
  if (typeof schema.additionalProperties === 'object') {
    const path = at === '' ? '*' : `${at}.*`;
    const inner = schema.additionalProperties;
    rows.push([`\`${path}\``, tellType(inner), tell(describe(inner, defs) || 'Whatever its name.')]);
    listInner(inner, path, rows, defs);
  }
  for (const part of [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])])
    listFields(part, at, rows, defs);
}

function listInner(inner, path, rows, defs) {
  if (inner.items !== undefined) listInner(inner.items, `${path}[]`, rows, defs);
  listFields(inner, path, rows, defs);
}

/** What is said of a field, or else of what it is. */
function describe({ description, $ref = '' }, defs) {
  return description ?? defs[$ref.replace('#/$defs/', '')]?.description ?? '';
}

function tellType(schema) {
  const { $ref, const: only, items, prefixItems, type, minimum, pattern, format } = schema;
  if ($ref !== undefined) {
    const [, def] = /^#\/\$defs\/(.+)$/.exec($ref) ?? [];
    return def === undefined
      ? `[${$ref.replace(/\.json$/, '')}](${$ref.replace(/\.json$/, '.md')})`
      : `[${def}](#${def.toLowerCase()})`;
  }
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (schema.enum !== undefined) return schema.enum.map((each) => `\`${JSON.stringify(each)}\``).join(', ');
  const choices = schema.oneOf ?? schema.anyOf ?? schema.allOf;
  if (choices !== undefined) {
    const told = [...new Set(choices.map(tellType))];
    return told.join(schema.allOf === undefined ? ' or ' : ' and ');
  }
  const types = [type ?? 'object'].flat();
  return types
    .map((each) => {
      if (each === 'array') {
        const of =
          prefixItems === undefined
            ? items === undefined
              ? ''
              : ` of ${tellType(items)}`
            : ` of ${prefixItems.map(tellType).join(', ')}`;
        return `list${of}`;
      }
      if (each === 'integer') return minimum === 0 ? 'whole number' : 'integer';
      if (each === 'string' && format !== undefined) return `${format}`;
      if (each === 'string' && pattern !== undefined && !pattern.includes('|') && pattern.length < 30)
        return `text \`${pattern}\``;
      return each === 'string' ? 'text' : each;
    })
    .join(' or ');
}

/** A text within a table: nothing that ends a cell, or that a browser would take for an element. */
function tell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*').replaceAll('\n', ' ');
}
