// Dockerfiles that fetch, copy and remove files.
import { BASE } from './fix-base.ts';
import { FILES, type FixCase } from './fix-case.ts';

const LISTS = /^\/var\/lib\/apt\/lists(?:\/|$)/;
const APT = 'apt-get update && apt-get install -y --no-install-recommends';
const CLEAN = 'rm -rf /var/lib/apt/lists/*';

export const FILE_CASES: readonly FixCase[] = [
  {
    name: 'an archive is fetched, unpacked and removed in three RUNs',
    dockerfile: `FROM ${BASE}
RUN ${APT} wget && ${CLEAN}
# The tool
RUN wget -q ${FILES}/tool-1.2.tar.gz -O /tmp/tool-1.2.tar.gz
RUN mkdir -p /opt/tool && tar -xzf /tmp/tool-1.2.tar.gz -C /opt/tool
RUN rm -f /tmp/tool-1.2.tar.gz
ENV PATH=/opt/tool/bin:$PATH
CMD ["tool"]
`,
    fixed: ['late-removal'],
    smoke: ['tool', 'tool 1.2\n'],
    leastSavedBytes: 7e6,
  },
  {
    name: 'an archive is left lying, under bash with pipefail',
    dockerfile: `FROM ${BASE}
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ARG VERSION=1.2
RUN ${APT} curl && ${CLEAN}
RUN cd /opt && \\
    curl -fsSL "${FILES}/tool-\${VERSION}.tar.gz" -o /opt/tool.tar.gz && \\
    mkdir /opt/tool && \\
    tar -C /opt/tool -xf /opt/tool.tar.gz && \\
    ln -s /opt/tool/bin/tool /usr/local/bin/tool
CMD ["tool"]
`,
    fixed: ['archive-kept'],
    smoke: ['tool', 'tool 1.2\n'],
    differs: [/^\/opt\/tool\.tar\.gz$/],
    leastSavedBytes: 7e6,
  },
  {
    name: 'a package is fetched, installed and left lying',
    dockerfile: `FROM ${BASE}
RUN ${APT} wget && ${CLEAN}
RUN wget -nv -O /tmp/tool_1.2_all.deb ${FILES}/tool_1.2_all.deb && dpkg -i /tmp/tool_1.2_all.deb
CMD ["tool"]
`,
    fixed: ['archive-kept'],
    smoke: ['tool', 'tool 1.2\n'],
    differs: [/^\/tmp\/tool_1\.2_all\.deb$/],
    leastSavedBytes: 7e6,
  },
  {
    name: 'chown -R of what was copied',
    dockerfile: `FROM ${BASE}
RUN groupadd -r app && useradd -r -g app app
COPY site /srv/www/site
RUN chown -R app:app /srv/www/site
USER app
WORKDIR /srv/www/site
CMD ["cat", "index.html"]
`,
    prepare:
      'mkdir -p site/media && echo page > site/index.html && head -c 6000000 /dev/zero | tr "\\0" x > site/media/film',
    named: ['chown-layer'],
    fixed: ['chown-layer'],
    smoke: ['cat index.html; stat -c %U:%G media/film', 'page\napp:app\n'],
    leastSavedBytes: 5e6,
  },
  {
    name: 'chown -R in a RUN that does more',
    dockerfile: `FROM ${BASE}
COPY data /srv/data
RUN ${APT} jq \\
 && useradd --system app \\
 && chown -R app:app /srv/data
USER app
CMD ["jq", ".", "/srv/data/a.json"]
`,
    prepare: 'mkdir data && echo "{}" > data/a.json && head -c 3000000 /dev/zero | tr "\\0" x > data/film',
    named: ['chown-layer'],
    fixed: ['apt-lists-kept'],
    smoke: ['jq . /srv/data/a.json; stat -c %U /srv/data/film', '{}\napp\n'],
    differs: [LISTS],
  },
  {
    name: 'a clone with its history',
    dockerfile: `FROM ${BASE}
RUN ${APT} git ca-certificates && ${CLEAN}
RUN --mount=type=bind,source=project.git,target=/project.git git clone file:///project.git /app
WORKDIR /app
CMD ["cat", "README"]
`,
    prepare: `git init -q work && cd work && git config user.name a && git config user.email a@example.com
for i in 1 2 3; do head -c 3000000 /dev/urandom > media; echo $i > README; git add -A; git commit -q -m $i; done
rm media; git add -A; git commit -q -m last; git clone -q --bare . ../project.git; cd ..; rm -rf work`,
    named: ['git-clone-kept'],
    fixed: ['git-clone-kept'],
    smoke: ['cat README; git -c safe.directory=/app status --short', '3\n'],
    differs: [/^\/app\/\.git\//],
    leastSavedBytes: 8e6,
    isUnpriced: true,
  },
];
