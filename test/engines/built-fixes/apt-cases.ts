// Dockerfiles that install packages of the distribution.
import { BASE } from './fix-base.ts';
import type { FixCase } from './fix-case.ts';

const LISTS = /^\/var\/lib\/apt\/lists(?:\/|$)/;
const ONLY = '--no-install-recommends';

export const APT_CASES: readonly FixCase[] = [
  {
    name: 'packages in a list with comments, nothing cleaned',
    dockerfile: `FROM ${BASE}
LABEL maintainer="someone@example.com"

# What the scripts need
RUN apt-get update && apt-get install -y ${ONLY} \\
    # for answers of the service
    jq \\
    unzip \\
    # and for its archives
    zip

COPY . /app/
CMD ["jq", "--version"]
`,
    tree: { 'run.sh': '#!/bin/sh\njq --version\n' },
    fixed: ['apt-lists-kept'],
    smoke: ['sh /app/run.sh && unzip -v | head -c 5', 'jq-1.6\nUnZip'],
    differs: [LISTS],
  },
  {
    name: 'the index is fetched in a RUN of its own',
    dockerfile: `FROM ${BASE}
ENV DEBIAN_FRONTEND=noninteractive
RUN apt-get update
# the interpreter
RUN apt-get install -y ${ONLY} python3-minimal
WORKDIR /app
COPY app.py .
CMD ["python3", "app.py"]`,
    tree: { 'app.py': 'print("hello")\n' },
    fixed: ['apt-lists-kept', 'lone-index-update'],
    smoke: ['python3 app.py', 'hello\n'],
    differs: [LISTS],
  },
  {
    name: 'recommended packages',
    dockerfile: `FROM ${BASE}
RUN apt-get update && apt-get install -y git && rm -rf /var/lib/apt/lists/*
RUN git config --system user.name builder
CMD ["git", "--version"]
`,
    named: ['recommended-packages'],
    fixed: ['recommended-packages'],
    smoke: [
      'git init -q /tmp/a && git -C /tmp/a config user.name && ls /etc/ssl/certs/ca-certificates.crt',
      'builder\n/etc/ssl/certs/ca-certificates.crt\n',
    ],
    gone: ['less', 'openssh-client', 'patch'],
    // What the scripts of two of the packages made: a group, and the names of networks.
    differs: [/^\/etc\/(?:group|gshadow)-?$/, /^\/etc\/networks$/, /^\/run\/adduser$/],
  },
  {
    name: 'recommended packages that a later RUN installs',
    dockerfile: `FROM ${BASE}
RUN apt-get update && apt-get install -y git
RUN apt-get install -y ${ONLY} openssh-client less patch
CMD ["git", "--version"]
`,
    named: ['recommended-packages'],
    // The lists stay: the second RUN installs with them.
    fixed: ['recommended-packages'],
    smoke: ['git --version | head -c 11; ssh -V 2>&1 | head -c 7', 'git versionOpenSSH'],
    gone: ['publicsuffix', 'xauth'],
    differs: [/^\/etc\/networks$/],
  },
  {
    name: 'the lists are removed in a later RUN',
    dockerfile: `FROM ${BASE}
RUN apt-get update \\
 && apt-get install -y ${ONLY} \\
      bc \\
      file

# Clean up

RUN apt-get clean && rm -rf /var/lib/apt/lists/* /tmp/* /var/tmp/*
CMD ["bc", "--version"]
`,
    fixed: ['late-removal'],
    smoke: ['echo 6*7 | bc; file -b /etc/hostname', '42\nASCII text\n'],
    leastSavedBytes: 15e6,
  },
  {
    name: 'docker-clean is taken away',
    dockerfile: `FROM ${BASE}
RUN rm -f /etc/apt/apt.conf.d/docker-clean
RUN set -ex; \\
    apt-get update; \\
    apt-get install -y ${ONLY} perl; \\
    rm -rf /var/lib/apt/lists/*
CMD ["perl", "-v"]
`,
    fixed: ['apt-lists-kept'],
    smoke: [`perl -e 'print 6*7'`, '42'],
    differs: [/^\/var\/cache\/apt\/(?:archives\/.*\.deb|.*\.bin)$/],
    leastSavedBytes: 5e6,
  },
  {
    name: 'a user with sudo',
    dockerfile: `FROM ${BASE}
RUN apt-get update && apt-get install -y ${ONLY} sudo && rm -rf /var/lib/apt/lists/*
RUN useradd --create-home --uid 1500 worker && echo 'worker ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/worker
USER worker
WORKDIR /home/worker
RUN sudo apt-get update -qq && sudo apt-get install -y -qq ${ONLY} tree
CMD ["tree", "--version"]
`,
    fixed: ['apt-lists-kept'],
    smoke: ['id -un; tree --version | head -c 6', 'worker\ntree v'],
    differs: [LISTS],
  },
  {
    name: 'a compiler is purged in a later RUN',
    dockerfile: `FROM ${BASE}
COPY hello.c /src/hello.c
RUN apt-get update && apt-get install -y ${ONLY} gcc libc6-dev
RUN gcc -O2 -o /usr/local/bin/hello /src/hello.c
RUN apt-get purge -y --auto-remove gcc libc6-dev && rm -rf /var/lib/apt/lists/*
CMD ["hello"]
`,
    tree: { 'hello.c': '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n' },
    fixed: ['late-removal'],
    smoke: ['hello', 'hello\n'],
    leastSavedBytes: 50e6,
  },
  {
    name: 'a compiler is removed without what came with it',
    dockerfile: `FROM ${BASE}
COPY hello.c /src/
RUN apt-get update && apt-get install -y ${ONLY} tcc libc6-dev
RUN tcc -o /usr/local/bin/hello /src/hello.c && \\
    apt-get remove -y tcc
CMD ["hello"]
`,
    tree: { 'hello.c': '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n' },
    fixed: ['apt-lists-kept', 'late-removal'],
    smoke: ['hello', 'hello\n'],
    differs: [LISTS],
  },
  {
    name: 'editors and debuggers',
    dockerfile: `FROM ${BASE}
RUN apt-get update && \\
    apt-get install -y ${ONLY} ca-certificates curl python3 nano gdb && \\
    rm -rf /var/lib/apt/lists/*
COPY app.py /srv/app.py
ENTRYPOINT ["python3"]
CMD ["/srv/app.py"]
`,
    tree: { 'app.py': 'import ssl, json\nprint(json.dumps({"ok": True}))\n' },
    named: ['tools-shipped'],
    fixed: ['tools-shipped'],
    smoke: ['python3 /srv/app.py && curl --version | head -c 4', '{"ok": true}\ncurl'],
    gone: ['gdb', 'nano'],
  },
  {
    name: 'a user with a high uid, lines that end as on Windows',
    dockerfile: `FROM ${BASE}
RUN apt-get update; \\
    apt-get install --yes ${ONLY} \\
    procps
RUN useradd -u 1200300 -m app
USER app
CMD ["ps"]
`.replaceAll('\n', '\r\n'),
    fixed: ['apt-lists-kept'],
    smoke: ['id -u; ps -o comm= -p 1', '1200300\nsh\n'],
    differs: [LISTS],
  },
];
