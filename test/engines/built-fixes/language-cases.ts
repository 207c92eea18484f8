// Dockerfiles that install packages of a language, and those of several stages.
import { BASE } from './fix-base.ts';
import type { FixCase } from './fix-case.ts';

const LISTS = /^\/var\/lib\/apt\/lists(?:\/|$)/;
const APT = 'apt-get update && apt-get install -y --no-install-recommends';
const CLEAN = 'rm -rf /var/lib/apt/lists/*';
/** pip's cache; the folder above it is made for it. */
const PIP_CACHE = /^\/root\/\.cache(?:\/pip(?:\/|$)|$)/;
const NPM_CACHE = /^\/root\/\.npm\/_cacache(?:\/|$)/;

export const LANGUAGE_CASES: readonly FixCase[] = [
  {
    // What pip keeps of downloads is for the index to allow: not every mirror does. What it builds itself it keeps anyway.
    name: 'pip with a list',
    dockerfile: `FROM ${BASE}
RUN ${APT} python3 python3-pip && ${CLEAN}
WORKDIR /app
COPY requirements.txt requirements.txt
RUN pip3 install --break-system-packages -r requirements.txt
COPY . .
CMD [ "python3", "-m" , "app"]
`,
    tree: {
      'requirements.txt': 'numpy==1.26.4\ndocopt==0.6.2\n',
      'app.py': 'import numpy\nprint(numpy.arange(3).sum())\n',
    },
    fixed: ['language-cache-kept'],
    smoke: ['python3 -m app', '3\n'],
    differs: [PIP_CACHE],
  },
  {
    name: 'pip in an environment, once with a cache mount',
    dockerfile: `# A service
FROM ${BASE}
RUN apt-get update \\
    && apt-get install -y --no-install-recommends python3-venv \\
    && ${CLEAN}
ENV VIRTUAL_ENV=/opt/venv
ENV PATH="$VIRTUAL_ENV/bin:$PATH"
RUN python3 -m venv $VIRTUAL_ENV && pip install --upgrade wheel && pip install \\
      jinja2==3.1.4 \\
      pygments==2.18.0
RUN --mount=type=cache,target=/root/.cache/pip pip install pyyaml==6.0.2
CMD ["python", "-c", "import jinja2"]
`,
    fixed: ['language-cache-kept'],
    smoke: [
      `python -c 'import jinja2, yaml, pygments; print(jinja2.Template("{{ 6 * 7 }}").render())'`,
      '42\n',
    ],
    differs: [PIP_CACHE],
  },
  {
    name: 'npm with everything copied first',
    dockerfile: `FROM ${BASE}
RUN ${APT} nodejs npm && ${CLEAN}
WORKDIR /app
COPY . .
RUN npm ci --no-audit --no-fund
EXPOSE 3000
USER nobody
CMD ["node", "index.js"]
`,
    tree: {
      'package.json': JSON.stringify({
        name: 'app',
        version: '1.0.0',
        dependencies: { ms: '2.1.3' },
        devDependencies: { typescript: '5.4.5' },
      }),
      'index.js': 'console.log(require("ms")("2s"));\n',
    },
    prepare: 'npm install --package-lock-only --no-audit --no-fund --silent',
    named: ['copy-before-install'],
    fixed: ['copy-before-install', 'language-cache-kept'],
    smoke: ['node index.js', '2000\n'],
    differs: [NPM_CACHE],
    leastSavedBytes: 10e6,
  },
  {
    // What a project needs for development has no price: no index tells it.
    name: 'npm with what development needs, and a cache mount',
    dockerfile: `FROM ${BASE}
RUN ${APT} nodejs npm && ${CLEAN}
WORKDIR /app
COPY package*.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --no-audit --no-fund
COPY index.js .
CMD ["node", "index.js"]
`,
    tree: {
      'package.json': JSON.stringify({
        name: 'app',
        version: '1.0.0',
        dependencies: { ms: '2.1.3' },
        devDependencies: { typescript: '5.4.5' },
      }),
      'index.js': 'console.log(require("ms")("2s"));\n',
    },
    prepare: 'npm install --package-lock-only --no-audit --no-fund --silent',
    named: ['development-dependencies'],
    fixed: ['development-dependencies'],
    smoke: ['node index.js', '2000\n'],
    differs: [/^\/app\/node_modules\/(?:typescript|\.bin|\.package-lock\.json)(?:\/|$)/],
    leastSavedBytes: 25e6,
    isUnpriced: true,
  },
  {
    name: 'npm for all users',
    dockerfile: `FROM ${BASE}
RUN ${APT} nodejs npm && ${CLEAN}
RUN npm install -g prettier@3.2.5
ENTRYPOINT ["prettier"]
CMD ["--version"]
`,
    fixed: ['language-cache-kept'],
    smoke: ['prettier --version', '3.2.5\n'],
    differs: [NPM_CACHE],
  },
  {
    name: 'a stage that is left over, and a list of commands',
    builder: 'current',
    dockerfile: `FROM ${BASE} AS build
RUN apt-get update && apt-get install -y tcc libc6-dev
COPY hello.c .
RUN tcc -o /hello hello.c

FROM build AS checks
RUN /hello | grep hello

FROM ${BASE}
RUN <<EOF
set -e
apt-get update && apt-get install -y --no-install-recommends file
EOF
RUN <<EOT bash -e
  echo one > /one
  cat > /two <<END
two
END
EOT
RUN apt-get update && apt-get install -y --no-install-recommends tree
COPY --from=build /hello /usr/local/bin/hello
CMD ["hello"]
`,
    tree: { 'hello.c': '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n' },
    fixed: ['apt-lists-kept'],
    smoke: ['hello; cat /one /two; tree --version | head -c 6', 'hello\none\ntwo\ntree v'],
    differs: [LISTS],
  },
  {
    name: 'a token in ARG',
    builder: 'current',
    dockerfile: `# syntax=docker/dockerfile:1
FROM ${BASE}
ARG REGISTRY_TOKEN
RUN test -n "$REGISTRY_TOKEN" && echo "length \${#REGISTRY_TOKEN}" > /length
RUN apt-get update && apt-get install -y --no-install-recommends bc
CMD ["cat", "/length"]
`,
    named: ['secret-in-build'],
    fixed: ['apt-lists-kept', 'secret-in-build'],
    smoke: ['cat /length', 'length 9\n'],
    differs: [LISTS],
    build: [
      ['--opt', 'build-arg:REGISTRY_TOKEN=plimsoll!'],
      ['--secret', 'id=REGISTRY_TOKEN,env=PLIMSOLL_TEST_TOKEN'],
    ],
  },
];
