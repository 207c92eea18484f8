// Search over all that an image's page holds: paths, packages, findings, instructions.
import { formatBytes } from '../../src/report/format-amount.ts';
import { filePath } from '../../src/report/page/file-tree.ts';
import type { SearchGroup } from '../shared/search.tsx';
import { PathText, Text } from '../shared/text.tsx';
import type { ViewProps } from './navigation.ts';
import { makePathSearch } from './path-search.ts';
import { tellPlace } from './tell-place.ts';

const SHOWN = 6;

/** What answers the search field. */
export function makeSearch({ opened, go }: ViewProps): (words: string) => readonly SearchGroup[] {
  const { page, tree } = opened;
  const searchPaths = makePathSearch(tree);
  const has = (words: string, ...texts: readonly (string | null)[]): boolean =>
    texts.some((text) => text?.toLowerCase().includes(words) === true);
  return (words) => {
    const paths = searchPaths(words.replace(/^\/(?=.)/, ''), SHOWN);
    const packages = [...page.packages.keys()].filter((i) => has(words, page.packages[i]!.name));
    const findings = [...page.findings.keys()].filter((i) => {
      const { rule, message, fix, folder, packages: names, place, paths: named } = page.findings[i]!;
      return (
        has(words, rule, page.ruleTitles[rule] ?? null, message, fix, folder, place, ...names) ||
        named.some(({ path }) => has(words, path))
      );
    });
    const layers = page.layers.filter(({ instruction }) => has(words, instruction));
    return [
      {
        title: 'Findings',
        count: findings.length,
        hits: findings.slice(0, SHOWN).map((i) => ({
          key: `finding ${i}`,
          what: <FoundFinding opened={opened} position={i} />,
          note: page.findings[i]!.bytes > 0 ? formatBytes(page.findings[i]!.bytes) : '',
          open: () => go.showFinding(i),
        })),
      },
      {
        title: 'Packages',
        count: packages.length,
        hits: packages.slice(0, SHOWN).map((i) => ({
          key: `package ${i}`,
          what: <Text of={`${page.packages[i]!.name} ${page.packages[i]!.version}`} />,
          note: formatBytes(page.packages[i]!.bytes),
          open: () => go.showDetail({ kind: 'package', position: i }),
        })),
      },
      {
        title: 'Layers',
        count: layers.length,
        hits: layers.slice(0, SHOWN).map(({ index, instruction, entryBytes }) => ({
          key: `layer ${index}`,
          what: <Text of={`${index}: ${instruction}`} />,
          note: formatBytes(entryBytes),
          open: () => go.showDetail({ kind: 'layer', index }),
        })),
      },
      {
        title: 'Paths',
        count: paths.count,
        hits: paths.files.map((file) => ({
          key: `file ${file}`,
          what: <PathText of={`/${filePath(tree, file)}`} />,
          note: formatBytes(tree.bytes[file]!),
          open: () => go.showDetail({ kind: 'file', file }),
        })),
      },
    ];
  };
}

function FoundFinding({ opened, position }: Pick<ViewProps, 'opened'> & { readonly position: number }) {
  const finding = opened.page.findings[position]!;
  const title = opened.page.ruleTitles[finding.rule] ?? finding.rule;
  return (
    <>
      {title}
      <span class="hint">
        <Text of={tellPlace(finding, title)} />
      </span>
    </>
  );
}
