// Twelve projects as people have them on their disks: sources, what tools left beside them, a Dockerfile. The dependency folders
// are made here and small in number of files, not in bytes. No SDK is asked: `STAND_INS` are shell scripts in the base image that
// do to the folder what the real tools do (install a dependency, write an output), so each build is a copy with a few commands.
import type { Tree } from '../../support/context-trees.ts';

export interface FixProject {
  readonly name: string;
  readonly tree: Tree;
  /** Whether an instruction takes everything. */
  readonly isSwept: boolean;
  /** Where sources go: folders of the context and of the image. */
  readonly copies: readonly (readonly [from: string, to: string])[];
  /** A command for a shell in the image, and what it says. */
  readonly smoke: readonly [command: string, output: string];
}

/** Files of the base image, by name below /usr/local/bin. */
export const STAND_INS: Readonly<Record<string, string>> = {
  npm: `case "$1" in
ci|install) mkdir -p node_modules/dep; echo 'installed by the build' > node_modules/dep/index.js
  for d in packages/*/package.json; do [ -e "$d" ] && mkdir -p "\${d%/package.json}/node_modules" && echo own > "\${d%/package.json}/node_modules/own.js"; done; true;;
run) mkdir -p dist; cat src/*.js > dist/bundle.js 2>/dev/null || true; for d in packages/*/src; do [ -e "$d" ] && mkdir -p "\${d%/src}/dist" && cat "$d"/*.js > "\${d%/src}/dist/out.js"; done; true;;
esac`,
  pip: 'mkdir -p /opt/site && cp requirements.txt /opt/site/installed',
  go: 'mkdir -p /out && cat cmd/*.go > /out/app',
  cargo: 'mkdir -p target/release && cat src/*.rs > target/release/app',
  mvn: 'mkdir -p target && find src -name "*.java" | sort | xargs cat > target/app.jar',
  composer: 'mkdir -p vendor && echo "<?php // made" > vendor/autoload.php',
  bundle: 'mkdir -p /usr/local/bundle && cp Gemfile.lock /usr/local/bundle/',
  dotnet:
    'mkdir -p Web/obj Core/obj /out && echo made > Web/obj/project.assets.json && cat Web/*.cs Core/*.cs > /out/Web.dll',
  cmake: 'mkdir -p out && cat src/*.cpp > out/app',
  jekyll: 'mkdir -p _site && cat _posts/* > _site/index.html',
};

const bulk = (kib: number, seed = 'bulk'): string =>
  `${seed}\n`.repeat(Math.ceil((kib * 1024) / (seed.length + 1)));
const GIT: Tree = {
  HEAD: 'ref: refs/heads/main\n',
  config: '[core]\n',
  objects: { pack: { 'pack-1.pack': bulk(1500, 'objects'), 'pack-1.idx': bulk(20, 'index') } },
  refs: { heads: { main: `${'0'.repeat(40)}\n` } },
};
const BASE = 'FROM plimsoll-fix-base';
const ENV = `DATABASE_${'PASSWORD'}=not-for-images\n`;

const node: FixProject = {
  name: 'Node',
  isSwept: true,
  copies: [['', '/app']],
  smoke: ['cat /app/dist/bundle.js /app/node_modules/dep/index.js', 'main\ninstalled by the build\n'],
  tree: {
    Dockerfile: `${BASE}\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci\nCOPY . .\nRUN npm run build\nCMD ["node", "dist/bundle.js"]\n`,
    '.dockerignore': '# logs\nlogs\n\nnpm-debug.log\nlogs\n',
    'package.json': '{"scripts":{"build":"x"}}\n',
    'package-lock.json': '{}\n',
    src: { 'main.js': 'main\n', '.DS_Store': 'finder' },
    public: { 'logo.svg': '<svg/>' },
    '.env': ENV,
    '.env.example': 'DATABASE_URL=\n',
    '.git': GIT,
    '.vscode': { 'settings.json': '{}' },
    node_modules: {
      '.bin': { tool: 'link: ../dep/cli.js' },
      dep: {
        'index.js': 'installed outside\n',
        'cli.js': '',
        node_modules: { inner: { 'index.js': bulk(900) } },
      },
      native: { build: { Release: { 'addon.node': bulk(1200) } } },
    },
    dist: { 'bundle.js': 'old\n', 'bundle.js.map': bulk(400) },
    coverage: { 'lcov.info': bulk(100), 'index.html': bulk(200) },
    'yarn-error.log': bulk(10),
  },
};

const python: FixProject = {
  name: 'Python',
  isSwept: true,
  copies: [['', '/srv']],
  smoke: ['cat /srv/app/main.py /opt/site/installed', 'print(1)\nflask\n'],
  tree: {
    Dockerfile: `${BASE}\nWORKDIR /srv\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY . .\n`,
    'requirements.txt': 'flask\n',
    app: { 'main.py': 'print(1)\n', __pycache__: { 'main.cpython-311.pyc': bulk(40) }, 'old.pyc': 'x' },
    tests: { 'test_main.py': 'x', __pycache__: { 'test_main.cpython-311.pyc': bulk(10) } },
    '.venv': {
      'pyvenv.cfg': 'home = /usr/bin\n',
      bin: { python: 'link: /usr/bin/python3' },
      lib: { 'python3.11': { 'site-packages': { flask: { '__init__.py': bulk(1500) } } } },
    },
    '.pytest_cache': { v: { cache: { nodeids: '[]' } } },
    '.mypy_cache': { '3.11': { 'main.data.json': bulk(500) } },
    '.git': GIT,
    'server.log': bulk(50),
  },
};

const go: FixProject = {
  name: 'Go',
  isSwept: false,
  copies: [],
  smoke: ['cat /app', 'package main\n'],
  tree: {
    Dockerfile: `${BASE} AS build\nWORKDIR /src\nCOPY go.mod go.sum ./\nCOPY cmd ./cmd\nRUN go build -o /out/app ./cmd\n${BASE}\nCOPY --from=build /out/app /app\n`,
    'go.mod': 'module x\n',
    'go.sum': '',
    cmd: { 'main.go': 'package main\n', 'main.go.swp': '' },
    bin: { app: bulk(2500) },
    '.git': GIT,
    '.idea': { 'workspace.xml': bulk(30) },
  },
};

const rust: FixProject = {
  name: 'Rust',
  isSwept: true,
  copies: [],
  smoke: ['cat /usr/bin/app', 'fn main() {}\n'],
  tree: {
    Dockerfile: `${BASE} AS build\nWORKDIR /src\nCOPY . .\nRUN cargo build --release --locked\n${BASE}\nCOPY --from=build /src/target/release/app /usr/bin/app\n`,
    'Cargo.toml': '[package]\n',
    'Cargo.lock': '',
    src: { 'main.rs': 'fn main() {}\n' },
    target: {
      'CACHEDIR.TAG': 'Signature\n',
      debug: { app: bulk(2000), deps: { 'libx.rlib': bulk(1500) }, incremental: { x: bulk(300) } },
      release: { app: 'old\n' },
    },
    '.git': GIT,
  },
};

const java: FixProject = {
  name: 'Java',
  isSwept: false,
  copies: [],
  smoke: ['cat /app.jar', 'class App {}\n'],
  tree: {
    Dockerfile: `${BASE} AS build\nWORKDIR /b\nCOPY pom.xml .\nCOPY src ./src\nRUN mvn -q package\n${BASE}\nCOPY --from=build /b/target/app.jar /app.jar\n`,
    'pom.xml': '<project/>\n',
    src: { main: { java: { 'App.java': 'class App {}\n', '.DS_Store': 'finder' } } },
    target: {
      classes: { 'App.class': bulk(100) },
      'app.jar': bulk(3000),
      'surefire-reports': { 'a.txt': bulk(20) },
    },
    '.git': GIT,
    'heap.hprof': bulk(1500),
  },
};

const php: FixProject = {
  name: 'PHP',
  isSwept: true,
  copies: [['', '/var/www']],
  smoke: ['cat /var/www/public/index.php /var/www/vendor/autoload.php', '<?php\n<?php // made\n'],
  tree: {
    Dockerfile: `${BASE}\nWORKDIR /var/www\nCOPY composer.json composer.lock ./\nRUN composer install --no-dev --no-scripts\nCOPY . .\n`,
    'composer.json': '{}\n',
    'composer.lock': '{}\n',
    public: { 'index.php': '<?php\n' },
    vendor: { 'autoload.php': 'old', symfony: { 'a.php': bulk(2500) } },
    '.env': ENV,
    '.phpunit.result.cache': 'x',
    storage: { logs: { 'laravel.log': bulk(300), '.gitignore': '*\n' } },
    '.git': GIT,
  },
};

const ruby: FixProject = {
  name: 'Ruby',
  isSwept: false,
  copies: [
    ['app', '/app/app'],
    ['config', '/app/config'],
  ],
  smoke: ['cat /app/app/a.rb /usr/local/bundle/Gemfile.lock', 'puts 1\nGEM\n'],
  tree: {
    Dockerfile: `${BASE}\nWORKDIR /app\nCOPY Gemfile* ./\nRUN bundle install\nCOPY app ./app\nCOPY config ./config\n`,
    Gemfile: 'source\n',
    'Gemfile.lock': 'GEM\n',
    app: { 'a.rb': 'puts 1\n', 'a.rb~': 'old' },
    config: { 'app.yml': 'a: 1\n', 'master.key': 'k'.repeat(32) },
    vendor: { bundle: { ruby: { '3.1.0': { gems: { rails: { 'a.rb': bulk(2500) } } } } } },
    log: { 'development.log': bulk(900) },
    tmp: { cache: { bootsnap: { x: bulk(500) } } },
    '.git': GIT,
  },
};

const dotnet: FixProject = {
  name: '.NET',
  isSwept: true,
  copies: [['', '/src']],
  smoke: ['cat /out/Web.dll /src/Web/obj/project.assets.json', 'class Web {}\nclass Core {}\nmade\n'],
  tree: {
    Dockerfile: `${BASE}\nWORKDIR /src\nCOPY . .\nRUN dotnet publish Web -o /out\n`,
    'App.sln': 'x\n',
    Web: {
      'Web.csproj': '<Project/>\n',
      'Web.cs': 'class Web {}\n',
      bin: { Debug: { 'Web.dll': bulk(1800) } },
      obj: { 'project.assets.json': bulk(300) },
    },
    Core: {
      'Core.csproj': '<Project/>\n',
      'Core.cs': 'class Core {}\n',
      bin: { Debug: { 'Core.dll': bulk(900) } },
      obj: { 'project.assets.json': bulk(300) },
    },
    '.vs': { App: { 'x.suo': bulk(400) } },
    '.git': GIT,
  },
};

const cpp: FixProject = {
  name: 'C++',
  isSwept: false,
  copies: [],
  smoke: ['cat /app', 'int main() {}\n'],
  tree: {
    Dockerfile: `${BASE} AS build\nWORKDIR /s\nCOPY CMakeLists.txt ./\nCOPY src ./src\nRUN cmake -B out && cmake --build out\n${BASE}\nCOPY --from=build /s/out/app /app\n`,
    'CMakeLists.txt': 'project(x)\n',
    src: { 'main.cpp': 'int main() {}\n', 'main.o': bulk(300) },
    'build-debug': { 'CMakeCache.txt': 'x', app: bulk(2500), CMakeFiles: { x: bulk(100) } },
    '.git': GIT,
    core: bulk(1500),
  },
};

const monorepo: FixProject = {
  name: 'a monorepo',
  isSwept: true,
  copies: [['', '/repo']],
  smoke: ['cat /repo/packages/web/dist/out.js /repo/packages/api/node_modules/own.js', 'web\nown\n'],
  tree: {
    Dockerfile: `${BASE}\nWORKDIR /repo\nCOPY . .\nRUN npm ci && npm run build --workspaces\n`,
    'package.json': '{"workspaces":["packages/*"]}\n',
    packages: {
      web: {
        'package.json': '{}',
        src: { 'a.js': 'web\n' },
        dist: { 'out.js': 'old', 'out.js.map': bulk(300) },
        node_modules: { react: { 'index.js': bulk(700) } },
      },
      api: {
        'package.json': '{}',
        src: { 'a.js': 'api\n' },
        dist: { 'out.js': 'old' },
        node_modules: { express: { 'index.js': bulk(700) } },
        fixtures: { node_modules: { fake: { 'index.js': 'kept' } } },
      },
    },
    node_modules: { typescript: { 'tsc.js': bulk(2500) } },
    '.turbo': { cache: { 'x.tar': bulk(800) } },
    '.git': GIT,
  },
};

const jekyll: FixProject = {
  name: 'a Jekyll site',
  isSwept: false,
  copies: [],
  smoke: ['cat /www/index.html', '# Hello\n'],
  tree: {
    Dockerfile: `${BASE} AS build\nWORKDIR /s\nCOPY Gemfile Gemfile.lock _config.yml ./\nRUN bundle install\nCOPY _posts ./_posts\nRUN bundle exec true; jekyll build\n${BASE}\nCOPY --from=build /s/_site /www\n`,
    Gemfile: 'x\n',
    'Gemfile.lock': 'x\n',
    '_config.yml': 'title: x\n',
    _posts: { '2024-01-01-a.md': '# Hello\n', '.2024-01-01-a.md.swp': 'vim' },
    _site: { 'index.html': 'old', assets: { 'big.jpg': bulk(2000) } },
    '.jekyll-cache': { x: bulk(300) },
    vendor: { bundle: { gems: { x: bulk(1200) } } },
    '.git': GIT,
  },
};

const data: FixProject = {
  name: 'a data project',
  isSwept: false,
  copies: [
    ['notebooks', '/w/notebooks'],
    ['scripts', '/w/scripts'],
  ],
  smoke: ['cat /w/notebooks/a.ipynb', '{}\n'],
  tree: {
    Dockerfile: `${BASE}\nWORKDIR /w\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY notebooks ./notebooks\nCOPY scripts ./scripts\n`,
    'requirements.txt': 'pandas\n',
    notebooks: { 'a.ipynb': '{}\n', '.ipynb_checkpoints': { 'a-checkpoint.ipynb': bulk(200) } },
    scripts: { 'train.py': 'x\n', __pycache__: { 'train.pyc': bulk(10) } },
    data: { raw: { 'all.csv': bulk(3000, '1,2,3') }, clean: { 'all.parquet': bulk(1500) } },
    wandb: { 'run-1': { 'logs.txt': bulk(100) } },
    '.dvc': { config: '', cache: { files: { md5: { ab: bulk(2000) } } } },
    '.git': GIT,
  },
};

export const FIX_PROJECTS: readonly FixProject[] = [
  node,
  python,
  go,
  rust,
  java,
  php,
  ruby,
  dotnet,
  cpp,
  monorepo,
  jekyll,
  data,
];
