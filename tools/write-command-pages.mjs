// Writes docs/commands from the commands themselves, as `--help` has them. What stands between the marks of a page is written by
// hand and stays.
//
//   node tools/write-command-pages.mjs [--check]     --check only tells whether the pages are current (exit code 1 if not)
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const folder = new URL('../docs/commands/', import.meta.url);
const BEGIN = '<!-- written by hand -->';
const END = '<!-- end -->';

const program = JSON.parse(readFileSync(new URL('../dist/commands.json', import.meta.url), 'utf8'));
const isChecking = process.argv.includes('--check');
let isCurrent = true;

mkdirSync(folder, { recursive: true });
const commands = program.commands.flatMap(withAllBelow);
const pages = new Map(commands.map((command) => [fileOf(command), pageOf(command)]));
pages.set('README.md', indexPage());
for (const [name, text] of pages) write(name, text);
for (const name of readdirSync(folder)) if (!pages.has(name)) remove(name);
process.exitCode = isCurrent ? 0 : 1;

function withAllBelow(command) {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(withAllBelow);
}

function pageOf(command) {
  const { path, usage, description, examples, optionGroups } = command;
  return [
    `# ${path.slice(1).join(' ')}`,
    `${sentence(description)}`,
    `\`\`\`usage\n${usage}\n\`\`\``,
    ...(command.arguments.length === 0 ? [] : [argumentList(command.arguments)]),
    '## Examples',
    ['```sh', ...examples.map(({ line, says }) => `# ${says}\n${line}`), '```'].join('\n'),
    `${BEGIN}\n${handWritten(fileOf(command))}${END}`,
    ...optionSections(optionGroups),
    '[All commands](README.md) · [What all commands have in common](../command-line.md)\n',
  ].join('\n\n');
}

function handWritten(name) {
  const file = new URL(name, folder);
  if (!existsSync(file)) return '';
  const text = readFileSync(file, 'utf8');
  const [, after] = text.split(`${BEGIN}\n`);
  return after?.split(END)[0] ?? '';
}

function argumentList(all) {
  return all.map(({ name, description }) => `- \`${name.toUpperCase()}\`: ${cell(description)}`).join('\n');
}

function optionSections(optionGroups) {
  const groups = optionGroups
    .map(({ heading, options }) => ({ heading, options: options.filter(({ long }) => long !== '--help') }))
    .filter(({ options }) => options.length > 0);
  if (groups.length === 0) return [];
  return [
    '## Options',
    ...groups.flatMap(({ heading, options }) => [`### ${heading}`, optionTable(options)]),
  ];
}

function optionTable(options) {
  return [
    '| option | what it does |',
    '| --- | --- |',
    ...options.map(({ flags, description, choices, defaultValue }) => {
      const more = [
        ...(choices.length === 0 ? [] : [choices.map((choice) => `\`${choice}\``).join(', ')]),
        ...(defaultValue === null ? [] : [`default: \`${defaultValue}\``]),
      ];
      return `| \`${flags.replaceAll('|', '\\|')}\` | ${cell([description, ...more].join('; '))} |`;
    }),
  ].join('\n');
}

function indexPage() {
  const groups = [...new Set(program.commands.map(({ group }) => group))];
  return [
    '# Commands',
    'Made from what `plimsoll COMMAND --help` says, by `node tools/write-command-pages.mjs`. How images are named, exit codes and what is\ncommon to all: [the command line](../command-line.md).',
    ...groups.flatMap((group) => [
      `## ${group}`,
      [
        '| command | what it does |',
        '| --- | --- |',
        ...program.commands
          .filter((command) => command.group === group)
          .flatMap(withAllBelow)
          .map(
            (command) =>
              `| [${command.path.slice(1).join(' ')}](${fileOf(command)}) | ${cell(command.description)} |`,
          ),
      ].join('\n'),
    ]),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function fileOf({ path }) {
  return `${path.slice(1).join('-')}.md`;
}

function sentence(text) {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}

function write(name, text) {
  const file = new URL(name, folder);
  if (!isChecking) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) complain(name);
}

function remove(name) {
  if (isChecking) complain(name);
  else rmSync(new URL(name, folder));
}

function complain(name) {
  console.error(`docs/commands/${name} is not current: run node tools/write-command-pages.mjs`);
  isCurrent = false;
}
