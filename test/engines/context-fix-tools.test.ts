// `plimsoll context --fix` on projects whose dependencies real tools installed, here and in the build: npm, pip, go and make.
// What differs between two builds of the same folder (times in logs and caches) is left out of the comparison.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeIgnoreFile } from '../../src/context/repair/write-ignore-file.ts';
import { repairFolder } from '../context/repair/repair-folder.ts';
import { makeTree } from '../support/context-trees.ts';
import { buildImage, DOCKER, imageName, isBelow, placesOf, readImage } from './context/fix-images.ts';
import type { FixProject } from './context/fix-projects.ts';
import { makeSdkImage, SDK_IMAGE, whyNoTools } from './context/real-tools.ts';
import { canRun, must } from './run-program.ts';

const BASE = 'debian:bookworm-slim';
const why = whyNoTools();
if (why !== undefined) process.stderr.write(`\nSKIPPED, no real tools: ${why}\n`);
const canBuild =
  canRun(DOCKER, ['image', 'inspect', BASE, '--format', '{{.Os}}'], (text) => text.trim() === 'linux') &&
  why === undefined;

interface RealProject extends FixProject {
  /** What the developer ran in the folder. */
  readonly prepare: string;
}

const COMMIT =
  'git init -q . && git add -A . && git -c user.name=a -c user.email=a@example.com commit -q -m first';

const PROJECTS: readonly RealProject[] = [
  {
    name: 'Node',
    isSwept: true,
    copies: [['', '/app']],
    prepare: `npm install --silent --no-audit --no-fund && ${COMMIT}`,
    smoke: ['cd /app && node dist/index.js', 'ms 2000\n'],
    tree: {
      Dockerfile: `FROM ${SDK_IMAGE}\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --no-audit --no-fund\nCOPY . .\nRUN npm run build\n`,
      'package.json': JSON.stringify({
        scripts: { build: 'tsc --outDir dist --module commonjs --types node --skipLibCheck src/index.ts' },
        dependencies: { ms: '2.1.3' },
        devDependencies: { typescript: '5.4.5', '@types/node': '20.12.7' },
      }),
      src: { 'index.ts': "const ms = require('ms');\nconsole.log('ms', ms('2s'));\n" },
      '.env': 'A=1\n',
      'npm-debug.log': 'x\n',
    },
  },
  {
    name: 'Python',
    isSwept: true,
    copies: [['', '/srv']],
    prepare: `python3 -m venv --without-pip .venv && python3 -m pip install -q --target .venv/lib/python3.11/site-packages -r requirements.txt && python3 -m compileall -q app && ${COMMIT}`,
    smoke: ['cd /srv && PYTHONPATH=/opt/site python3 -m app.main', 'six\n'],
    tree: {
      Dockerfile: `FROM ${SDK_IMAGE}\nWORKDIR /srv\nCOPY requirements.txt .\nRUN python3 -m venv /opt/venv && /opt/venv/bin/pip install -q --no-compile --target /opt/site -r requirements.txt\nCOPY . .\n`,
      'requirements.txt': 'six==1.16.0\nidna==3.7\n',
      app: { '__init__.py': '', 'main.py': 'import six\nprint(six.__name__)\n' },
    },
  },
  {
    name: 'Go',
    isSwept: true,
    copies: [['', '/src']],
    prepare: `mkdir -p bin && go build -o bin/app . && ${COMMIT}`,
    smoke: ['/out/app', 'hello\n'],
    tree: {
      Dockerfile: `FROM ${SDK_IMAGE}\nWORKDIR /src\nCOPY . .\nRUN go build -o bin/app . && mkdir /out && cp bin/app /out/\n`,
      'go.mod': 'module example.com/app\n\ngo 1.19\n',
      'main.go': 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n',
    },
  },
  {
    name: 'C++',
    isSwept: false,
    copies: [],
    prepare: `make -s && g++ -g3 -static -o app-debug src/main.cpp && ${COMMIT}`,
    smoke: ['/app', 'hello\n'],
    tree: {
      Dockerfile: `FROM ${SDK_IMAGE} AS build\nWORKDIR /s\nCOPY Makefile ./\nCOPY src ./src\nRUN make\nFROM ${SDK_IMAGE}\nCOPY --from=build /s/app /app\n`,
      Makefile:
        'app: src/main.o\n\tg++ -o app src/main.o\nsrc/main.o: src/main.cpp\n\tg++ -O2 -c -o src/main.o src/main.cpp\n',
      src: { 'main.cpp': '#include <iostream>\n#include <map>\nint main() { std::cout << "hello\\n"; }\n' },
    },
  },
];

describe.runIf(canBuild)('a repair of a project that real tools filled', () => {
  beforeAll(async () => makeSdkImage(BASE), 600_000);

  afterAll(async () => {
    await must(DOCKER, ['image', 'rm', '-f', imageName('buildkit'), SDK_IMAGE]);
  });

  test.each(PROJECTS.map((project) => [project.name, project] as const))('%s', async (_, project) => {
    const folder = makeTree(project.tree);
    const prepared = spawnSync('sh', ['-ec', project.prepare], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `/usr/local/go/bin:/usr/bin:${process.env['PATH']}` },
    });
    expect(prepared.status, prepared.stderr).toBe(0);
    const before = await readImage(await buildImage(folder, 'buildkit'), '/usr');
    const again = await readImage(await buildImage(folder, 'buildkit'), '/usr');
    // Logs are named by the time: whatever lies where names differ is aside.
    const named = [...before.keys(), ...again.keys()].filter((path) => before.has(path) !== again.has(path));
    const unsteadyFolders = new Set(named.map(dirname));
    const isUnsteady = (path: string): boolean =>
      before.get(path) !== again.get(path) || unsteadyFolders.has(dirname(path));
    const repair = repairFolder(folder);
    writeIgnoreFile(repair);

    const image = await buildImage(folder, 'buildkit');
    const after = await readImage(image, '/usr');
    const places = placesOf(project, repair);
    const differing = [...new Set([...before.keys(), ...after.keys()])].filter(
      (path) =>
        before.get(path) !== after.get(path) &&
        !isUnsteady(path) &&
        !places.some(({ place }) => isBelow(path, place)),
    );
    expect(differing).toEqual([]);
    for (const { place, isMade } of places)
      if (!isMade) expect([...after.keys()].filter((path) => isBelow(path, place))).toEqual([]);
    const [command, output] = project.smoke;
    expect(await must(DOCKER, ['run', '--rm', '--network', 'none', image, 'sh', '-c', command])).toBe(output);
    expect(repairFolder(folder).isChanged).toBe(false);

    const engine = project.isSwept ? 'buildkit' : 'classic';
    const pair = repair.proof.pairs.find((each) => each.engine === engine)!;
    console.log(
      `${project.name}: ${pair.before.files} files, ${pair.before.bytes} bytes -> ${pair.after.files}, ${pair.after.bytes}; ` +
        repair.added.map(({ text }) => text).join(' '),
    );
    expect(1 - pair.after.bytes / pair.before.bytes).toBeGreaterThan(0.9);
  });
});
