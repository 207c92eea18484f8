// Builds dist/page.html from web/: one file with its script and style in it, with room for the data of a report, and the
// licences of what is bundled.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const web = join(root, 'web');

/** Writes the template to a folder. */
export async function buildPage(folder) {
  const bundle = await rolldown({
    input: join(web, 'main.tsx'),
    platform: 'browser',
    tsconfig: join(web, 'tsconfig.json'),
    transform: { target: 'es2022' },
  });
  const { output } = await bundle.generate({ format: 'iife', minify: true });
  await bundle.close();
  const [chunk, ...others] = output;
  if (others.length > 0)
    throw new Error(`the page is more than one file: ${others.map(({ fileName }) => fileName)}`);
  const style = shrinkStyle(
    readdirSync(web, { recursive: true })
      .filter((name) => name.endsWith('.css'))
      .sort()
      .map((name) => readFileSync(join(web, name), 'utf8'))
      .join('\n'),
  );
  // As functions: what is put in may have a dollar sign in it.
  const page = readFileSync(join(web, 'page.html'), 'utf8')
    .replace('/*STYLE*/', () => style)
    .replace('/*SCRIPT*/', () => escapeScript(chunk.code.trim()))
    .replace('</html>', () => `${quoteLicences(chunk.moduleIds)}</html>`);
  writeFileSync(join(folder, 'page.html'), page);
}

/** In a script these two would end it, or hide its end. */
function escapeScript(code) {
  return code.replace(/<(?=\/script|!--)/gi, '\\x3c');
}

/** Comments and blanks that mean nothing. Our own style has no strings with blanks in a row or braces. */
function shrinkStyle(css) {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/: /g, ':')
    .replaceAll(';}', '}')
    .trim();
}

function quoteLicences(moduleIds) {
  const folders = new Set(
    moduleIds.flatMap((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? []),
  );
  const notices = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const text = readFileSync(join(folder, 'LICENSE'), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}`;
  });
  return `<!--\nThis page holds parts of:\n\n${notices.join('\n\n----\n\n').replaceAll('--', '- -')}\n-->\n`;
}
