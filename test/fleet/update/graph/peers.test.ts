// Graphs of real repositories against reviewed lists of edges (docs/decisions/update-graph.md). The repositories are fetched by whoever runs
// this; PLIMSOLL_GRAPHS names the folder that they are in.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseSettings } from '../../../../src/cli/settings/parse-settings.ts';
import { discoverGraph } from '../../../../src/fleet/update/graph/discover-graph.ts';
import { GraphIndex } from '../../../../src/fleet/update/graph/graph-index.ts';
import type { UpdateGraph } from '../../../../src/fleet/update/graph/update-graph.ts';

const FOLDER = process.env['PLIMSOLL_GRAPHS'];
const DATA = fileURLToPath(new URL('./data', import.meta.url));

/** What each has of bases that nobody can tell, and of tags that the repository does not give: read by hand. */
const REPOSITORIES = [
  {
    name: 'docker-stacks',
    unknown: [
      'binder/Dockerfile:8',
      'examples/docker-compose/notebook/Dockerfile:5',
      'examples/make-deploy/Dockerfile:5',
    ],
  },
  { name: 'rocker-versioned2', unknown: ['tests/Dockerfile_tidyverse_4.0.0:1'] },
  { name: 'docker-selenium', unknown: ['tests/Dockerfile.emulator:4', 'tests/customCACert/Dockerfile:4'] },
  {
    name: 'dotnet-docker',
    unknown: [
      'documentation/scripts/Dockerfile.distroless-wrapper:2',
      'eng/docker-tools/Dockerfile.WithRepo:3',
      'eng/docker-tools/Dockerfile.syft:4',
      'eng/docker-tools/Dockerfile.syft:5',
      'samples/aspnetapp/Dockerfile.alpine-composite:19',
      'tests/Microsoft.DotNet.Docker.Tests/TestAppArtifacts/Dockerfile.copy:4',
      'tests/Microsoft.DotNet.Docker.Tests/TestAppArtifacts/Dockerfile.copy:6',
      'tests/Microsoft.DotNet.Docker.Tests/TestAppArtifacts/NLSTest.Dockerfile:4',
      'tests/Microsoft.DotNet.Docker.Tests/TestAppArtifacts/NLSTest.Dockerfile:11',
    ],
  },
  { name: 'awesome-compose', unknown: [] },
] as const;

if (FOLDER === undefined)
  console.warn('PLIMSOLL_GRAPHS is not set: the graphs of real repositories are not compared.');

async function readGraph(name: string): Promise<UpdateGraph> {
  const file = join(DATA, `${name}.yaml`);
  const { settings, problems } = parseSettings(readFileSync(file, 'utf8'), file, []);
  expect(problems).toEqual([]);
  return discoverGraph(settings.update, [join(FOLDER!, name)], {
    platform: 'linux/amd64',
    signal: new AbortController().signal,
  });
}

function edgesOf({ uses }: UpdateGraph): readonly string[] {
  const edges = uses.map(({ image, kind, origin }) =>
    [image, kind, origin.kind === 'image' ? origin.id : origin.reference].join('\t'),
  );
  return [...new Set(edges)].sort();
}

describe.each(REPOSITORIES)('$name', ({ name, unknown }) => {
  const [head, ...lines] = readFileSync(join(DATA, `${name}.edges`), 'utf8')
    .trimEnd()
    .split('\n');
  const expected = lines.toSorted();
  const images = Number(/^# (\d+) images$/.exec(head!)?.[1]);
  const isThere = FOLDER !== undefined && existsSync(join(FOLDER, name));
  if (FOLDER !== undefined && !isThere)
    console.warn(`${name} is not in PLIMSOLL_GRAPHS, and is not compared.`);

  test.runIf(isThere)('has the edges of the list', async () => {
    const graph = await readGraph(name);
    expect(edgesOf(graph)).toEqual(expected);
    expect(graph.images).toHaveLength(images);
    expect(graph.findings.filter(({ kind }) => kind !== 'unknown-base')).toEqual([]);
    expect(graph.findings.map(({ file, line }) => `${file}:${line}`).toSorted()).toEqual(unknown.toSorted());
    const index = new GraphIndex(graph);
    const place = new Map(graph.images.map(({ id }, i) => [id, i]));
    for (const { image, origin } of graph.uses)
      if (origin.kind === 'image') {
        expect(place.get(origin.id)!).toBeLessThan(place.get(image)!);
        expect(index.waveOf(origin.id)).toBeLessThan(index.waveOf(image));
      }
  });

  test('the list names each edge once', () => {
    expect(new Set(expected).size).toBe(expected.length);
    for (const line of expected)
      expect(line).toMatch(/^[^\t]+\t(?:from|builder-from|copy-from|mount-from)\t[^\t]+$/);
  });
});
