import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effectsOf, toldEffects } from './read-effects.ts';

describe('effects', () => {
  // Options as the manuals of these programs have them; `...` where a name is unknown, `?` where it may not happen.
  test.each<readonly [script: string, told: readonly string[]]>([
    [
      `apt-get update && apt-get install -qqy --no-install-recommends curl=7.1 git/buster libc6:i386`,
      ['update-index apt', 'install apt curl@7.1 git@buster libc6 -withRecommends'],
    ],
    [
      `apt-get -y install curl -t stretch-backports -o Dpkg::Options::="--force-confold" git`,
      ['install apt curl git'],
    ],
    [`apt install ./a.deb /tmp/*.deb pkg-`, ['install apt files:./a.deb,/tmp/*.deb']],
    [`apt-get install -y nginx=\${V} foo-$X`, ['install apt nginx ...']],
    [`apt-get install -o APT::Install-Recommends=false x`, ['install apt x -withRecommends']],
    [`aptitude install -R -y x`, ['install apt x -withRecommends']],
    [`apt-get purge -y --auto-remove $buildDeps gcc`, ['uninstall apt gcc ... +autoremove +isPurge']],
    [
      `apt-get remove -y gcc && apt-get autoremove -y --purge && apt-get clean && apt-get autoclean`,
      [
        'uninstall apt gcc -autoremove -isPurge',
        'uninstall apt +autoremove +isPurge',
        'clean-cache apt +isWhole',
        'clean-cache apt -isWhole',
      ],
    ],
    [`apt-get -y dist-upgrade && apt upgrade -y`, ['upgrade apt distribution', 'upgrade apt all']],
    [`apt-get build-dep -y python3`, ['install apt ...']],
    [`apt-mark auto '.*' > /dev/null`, ['mark apt auto ...']],
    [`apt-mark manual $keep`, ['mark apt manual ...']],
    [`apt-mark showmanual`, ['mark apt showmanual']],
    [`add-apt-repository -y ppa:x/y`, ['update-index apt']],
    [`dpkg -i /tmp/a.deb || apt-get -f install -y`, ['install dpkg files:/tmp/a.deb', 'install apt ?']],
    [`dpkg --purge x`, ['uninstall dpkg x -autoremove +isPurge']],
    [
      `apk add --no-cache --virtual .build-deps gcc musl-dev=1.2 'py3-pip>2' @edge`,
      ['install apk gcc musl-dev@1.2 py3-pip@2 ... -keepsCache virtualName:.build-deps'],
    ],
    [
      `apk add -U -t .x -X http://r zlib && apk del .x && apk update && apk upgrade && rm -rf /var/cache/apk/*`,
      [
        'install apk zlib virtualName:.x',
        'uninstall apk .x +autoremove',
        'update-index apk',
        'upgrade apk all',
        'remove paths:/var/cache/apk/* +recursive',
      ],
    ],
    [`apk --no-cache add curl`, ['install apk curl -keepsCache']],
    [
      `yum install -y --setopt=tsflags=nodocs --enablerepo epel httpd php-7.1 https://x/y.rpm && yum clean all && rm -rf /var/cache/yum`,
      [
        'install yum httpd php-7.1 files:https://x/y.rpm',
        'clean-cache yum +isWhole',
        'remove paths:/var/cache/yum +recursive',
      ],
    ],
    [
      `dnf -y install --setopt=install_weak_deps=False --nodocs gcc && dnf clean metadata`,
      ['install dnf gcc -withRecommends', 'clean-cache dnf -isWhole'],
    ],
    [
      `yum -y update; yum groupinstall -y "Development Tools"; yum -y update openssl`,
      ['upgrade yum all', 'install yum Development Tools ...', 'install yum openssl'],
    ],
    [
      `microdnf install shadow-utils; tdnf install -y ca-certificates`,
      ['install microdnf shadow-utils', 'install tdnf ca-certificates'],
    ],
    [
      `rpm -Uvh http://x/y.rpm && rpm --import k && rpm -e gcc && rpm -qa`,
      ['install rpm files:http://x/y.rpm', 'run', 'uninstall rpm gcc -autoremove', 'run'],
    ],
    [
      `zypper -n --gpg-auto-import-keys in --no-recommends -y gcc && zypper clean -a && zypper -n ref && zypper dup`,
      [
        'install zypper gcc -withRecommends',
        'clean-cache zypper +isWhole',
        'update-index zypper',
        'upgrade zypper distribution',
      ],
    ],
    [
      `pacman -Syu --noconfirm --needed git base-devel && pacman -Scc --noconfirm && pacman -Rns gcc`,
      [
        'update-index pacman',
        'upgrade pacman all',
        'install pacman git base-devel',
        'clean-cache pacman +isWhole',
        'uninstall pacman gcc +autoremove',
      ],
    ],
    [
      `pip install --no-cache-dir -r requirements.txt -U 'django>=2,<3' flask==1.0 uvicorn[standard] -e . --index-url http://x`,
      ['install pip django@2,<3 flask@1.0 uvicorn files:. lists:requirements.txt ... -keepsCache'],
    ],
    [
      `pip3 install --upgrade pip setuptools && python3 -m pip install . ./x.whl git+https://x/y.git`,
      ['install pip pip setuptools', 'install pip files:.,./x.whl,git+https://x/y.git'],
    ],
    [
      `python get-pip.py --no-cache-dir && python setup.py install && easy_install x`,
      [
        'install pip files:get-pip.py ... -keepsCache',
        'compile setup.py python',
        'install pip files:. ... -keepsCache',
        'run',
      ],
    ],
    [
      `pip uninstall -y wheel && pip cache purge && pip download x`,
      ['uninstall pip wheel -autoremove', 'clean-cache pip +isWhole', 'install pip x +isDownloadOnly'],
    ],
    [
      `pipx install poetry; uv pip install --no-cache -r r.txt; uv sync --frozen --no-dev --no-cache; uv cache clean; uv tool install ruff`,
      [
        'install pipx poetry',
        'install uv lists:r.txt ... -keepsCache',
        'install uv -keepsCache ... +isProduction',
        'clean-cache uv +isWhole',
        'install uv ruff +isGlobal',
      ],
    ],
    [
      `poetry install --no-root --only main && poetry cache clear --all pypi; pipenv install --system --deploy; poetry run pip install x`,
      [
        'install poetry ... +isProduction',
        'clean-cache poetry +isWhole',
        'install pipenv ... +isProduction',
        'install pip x',
      ],
    ],
    [
      `conda install -y -c conda-forge python=3.6 numpy && conda clean -afy && conda env create -f e.yml && conda create -n x`,
      [
        'install conda python@3.6 numpy',
        'clean-cache conda +isWhole',
        'install conda ... lists:e.yml',
        'install conda',
      ],
    ],
    [
      `npm ci --omit=dev --unsafe-perm true && npm install -g yarn@1.2 @angular/cli pm2 --registry http://x && npm cache clean --force`,
      [
        'install npm ... +isProduction -isGlobal',
        'install npm yarn@1.2 @angular/cli pm2 +isGlobal',
        'clean-cache npm +isWhole',
      ],
    ],
    [
      `npm i && npm run build && npm prune --production && npm install --production`,
      [
        'install npm ... -isProduction -isGlobal',
        'compile npm javascript',
        'uninstall npm ... +autoremove',
        'install npm ... +isProduction -isGlobal',
      ],
    ],
    [
      `yarn && yarn install --production --frozen-lockfile && yarn global add x && yarn cache clean && yarn build`,
      [
        'install yarn ... -isProduction -isGlobal',
        'install yarn ... +isProduction -isGlobal',
        'install yarn x +isGlobal',
        'clean-cache yarn +isWhole',
        'compile yarn javascript',
      ],
    ],
    [
      `pnpm i --prod; pnpm store prune; bun install --production`,
      [
        'install pnpm ... +isProduction -isGlobal',
        'clean-cache pnpm -isWhole',
        'install bun ... +isProduction -isGlobal',
      ],
    ],
    [
      `gem install bundler -v 1.2 --no-document && gem install nokogiri -- --use-system-libraries && bundle install --without development test --jobs 4`,
      ['install gem bundler', 'install gem nokogiri', 'install bundler ... +isProduction'],
    ],
    [
      `composer install --no-dev -d x; php composer.phar global require a/b; composer clear-cache`,
      [
        'install composer ... +isProduction -isGlobal',
        'install composer a/b +isGlobal',
        'clean-cache composer +isWhole',
      ],
    ],
    [
      `go get -d -v ./... && go build -o /x -ldflags "-s -w" . && go install github.com/a/b/cmd/c@v1.2 && go mod download && go clean -modcache`,
      [
        'install go files:./...',
        'compile go go',
        'install go github.com/a/b/cmd/c@v1.2',
        'compile go go',
        'install go ...',
        'clean-cache go -isWhole',
      ],
    ],
    [
      `cargo build --release && cargo install ripgrep --version 1.2 && rustup toolchain install nightly && rustup target add x86_64-unknown-linux-musl`,
      [
        'compile cargo rust',
        'compile cargo rust',
        'install cargo ripgrep',
        'install rustup nightly',
        'install rustup x86_64-unknown-linux-musl',
      ],
    ],
    [
      `mvn -B -DskipTests package && mvn dependency:go-offline && ./gradlew clean build -x test && gradle --version`,
      [
        'install maven ...',
        'compile maven java',
        'install maven ...',
        'install gradle ...',
        'compile gradle java',
        'run',
      ],
    ],
    [
      `dotnet restore a.sln && dotnet publish -c Release -o out --no-restore && dotnet tool install -g x`,
      ['install nuget ...', 'compile dotnet dotnet', 'install nuget x +isGlobal'],
    ],
    [
      `./configure --prefix=/usr && make -j4 && make install && make clean && gcc -o x x.c && cmake --version`,
      ['compile configure c', 'compile make c', 'compile make c', 'run', 'compile gcc c', 'run'],
    ],
    [
      `curl -fsSL https://x/a.tgz -o /tmp/a.tgz && curl -O https://x/b.zip && curl -s https://x/c > c && curl https://x/d | tar xz -C /opt`,
      [
        'download curl urls:https://x/a.tgz -isPiped path:/tmp/a.tgz',
        'download curl urls:https://x/b.zip -isPiped path:/w/b.zip',
        'download curl urls:https://x/c -isPiped path:/w/c',
        'download curl urls:https://x/d +isPiped',
        'extract +isFromPipe into:/opt',
      ],
    ],
    [
      `wget https://x/a.tgz && wget -qO- https://x/k | apt-key add - && wget -nv -O b https://x/y && wget -P /tmp http://x/z?q=1`,
      [
        'download wget urls:https://x/a.tgz -isPiped path:/w/a.tgz',
        'download wget urls:https://x/k +isPiped',
        'run',
        'download wget urls:https://x/y -isPiped path:/w/b',
        'download wget urls:http://x/z?q=1 -isPiped path:/tmp/z?q=1',
      ],
    ],
    [
      `tar xzf a.tgz -C /opt --strip-components=1 && tar -xf b.tar && tar czf c.tgz . && tar xvfC d.tar /e && tar -zxvf$X`,
      [
        'extract -isFromPipe archive:/w/a.tgz into:/opt',
        'extract -isFromPipe archive:/w/b.tar into:/w',
        'run',
        'extract -isFromPipe archive:/w/d.tar into:/e',
        'extract -isFromPipe into:/w',
      ],
    ],
    [
      `unzip -q a.zip -d /x && gunzip a.gz && gzip -dk b.gz && xz -d c.xz && unzip -l x.zip && 7z x a.7z -o/y`,
      [
        'extract -isFromPipe archive:/w/a.zip into:/x',
        'extract -isFromPipe archive:/w/a.gz +isReplaced',
        'extract -isFromPipe archive:/w/b.gz',
        'extract -isFromPipe archive:/w/c.xz +isReplaced',
        'run',
        'extract -isFromPipe archive:/w/a.7z into:/y',
      ],
    ],
    [
      `git clone --depth 1 -b v1 https://github.com/a/b.git && git clone https://x/y /z && git -C /q clone --recursive git@h:a/c.git`,
      [
        'clone url:https://github.com/a/b.git into:/w/b +isShallow -isRecursive',
        'clone url:https://x/y into:/z -isShallow -isRecursive',
        'clone url:git@h:a/c.git into:/q/c -isShallow +isRecursive',
      ],
    ],
    [
      `rm -rf /var/lib/apt/lists/* /tmp/* a $X && rm b && find /var/lib/apt/lists -type f -delete && find / -name '*.pyc' -exec rm -f {} + && find . -name x | xargs rm -r`,
      [
        'remove paths:/var/lib/apt/lists/*,/tmp/*,/w/a ... +recursive',
        'remove paths:/w/b -recursive',
        'remove paths:/var/lib/apt/lists/* +recursive',
        'remove paths:/**/*.pyc -recursive',
        'run',
        'remove ... +recursive',
      ],
    ],
    [
      `mv a b /c && cp -r x y && ln -s /a b && install -m 755 -d /d && install -m 0755 a /usr/bin && cp -t /e f`,
      [
        'move from:/w/a,/w/b to:/c',
        'copy from:/w/x to:/w/y',
        'link from:/a to:/w/b',
        'make-folder paths:/d',
        'copy from:/w/a to:/usr/bin',
        'copy from:/w/f to:/e',
      ],
    ],
    [
      `mkdir -p a/b && touch c && echo hi > d && echo "a b" >> /e && cat x | tee f && sed -i s/a/b/ g && sed -e x h`,
      [
        'make-folder paths:/w/a/b',
        'touch paths:/w/c',
        'write paths:/w/d text:hi',
        'write paths:/e text:a b',
        'run',
        'write paths:/w/f',
        'write paths:/w/g',
        'run',
      ],
    ],
    [
      `chown -R a:b . /x && chmod +x a && chmod -R -x b && chmod 755 $X && chgrp c d && chown --reference=a b`,
      [
        'change-owner paths:/w,/x +recursive spec:a:b',
        'change-mode paths:/w/a -recursive spec:+x',
        'change-mode paths:/w/b +recursive spec:-x',
        'change-mode ... -recursive spec:755',
        'change-owner paths:/w/d -recursive spec:c',
        'change-owner paths:/w/b -recursive',
      ],
    ],
    [
      `useradd -m -u 1000 -s /bin/bash app && useradd -l -u 4000000000 x && groupadd -g 10 g && adduser --disabled-password --gecos '' y && adduser -D -u 5 z && addgroup -S q && adduser y q`,
      [
        'add-user name:app id:1000 -hasNoLogInit',
        'add-user name:x id:4000000000 +hasNoLogInit',
        'add-group name:g id:10',
        'add-user name:y',
        'add-user name:z id:5',
        'add-group name:q',
        'run',
      ],
    ],
    [
      `sudo -E apt-get install -y x && env A=b npm i && time make && sh -c "apk add y" && xargs apt-get install -y < list && yes | apt-get install z`,
      [
        'install apt x',
        'install npm ... -isProduction -isGlobal',
        'compile make c',
        'install apk y',
        'install apt ...',
        'run',
        'install apt z',
      ],
    ],
    [
      `cd /a && rm b && cd c && rm d && (cd /e && rm f) && rm g; cd $X; rm h /i; cd /j; rm k`,
      [
        'change-folder path:/a',
        'remove paths:/a/b -recursive',
        'change-folder path:/a/c',
        'remove paths:/a/c/d -recursive',
        'change-folder path:/e',
        'remove paths:/e/f -recursive',
        'remove paths:/a/c/g -recursive',
        'change-folder path:undefined',
        'remove paths:/i ... -recursive',
        'change-folder path:/j',
        'remove paths:/j/k -recursive',
      ],
    ],
    [
      `set -euxo pipefail; set +x; [ -f x ] && rm y; rm z`,
      [
        'shell-option +errexit +xtrace +pipefail',
        'shell-option -xtrace',
        'run',
        'remove paths:/w/y -recursive ?',
        'remove paths:/w/z -recursive',
      ],
    ],
    [
      `if [ -f a ]; then rm b; else rm c; fi; for i in 1; do rm d; done; test x || rm e; true && rm f`,
      [
        'run',
        'remove paths:/w/b -recursive ?',
        'remove paths:/w/c -recursive ?',
        'remove paths:/w/d -recursive ?',
        'run',
        'remove paths:/w/e -recursive ?',
        'run',
        'remove paths:/w/f -recursive',
      ],
    ],
    [`test -f a && rm b`, ['run', 'remove paths:/w/b -recursive']],
    [
      `pushd /x; rm a; popd; rm b`,
      [
        'change-folder path:/x',
        'remove paths:/x/a -recursive',
        'change-folder path:/w',
        'remove paths:/w/b -recursive',
      ],
    ],
    [
      `eval 'cd /z'; rm a; bash -c 'cd /y && rm b'; rm c`,
      [
        'change-folder path:/z',
        'remove paths:/z/a -recursive',
        'change-folder path:/y',
        'remove paths:/y/b -recursive',
        'remove paths:/z/c -recursive',
      ],
    ],
    [
      `rm $(find /x -delete) \`apk add q\``,
      ['remove paths:/x/* +recursive', 'install apk q', 'remove ... -recursive'],
    ],
    [
      `busybox wget http://x/y; command -v apt-get; exec rm a; timeout 5 rm b`,
      [
        'download wget urls:http://x/y -isPiped path:/w/y',
        'run',
        'remove paths:/w/a -recursive',
        'remove paths:/w/b -recursive',
      ],
    ],
    [`rm -rf -- -x; echo rm a`, ['remove paths:/w/-x +recursive', 'run']],
  ])('of %s', (script, told) => {
    expect(toldEffects(script)).toEqual(told);
  });

  test('of packages whose names end in +', () => {
    expect(toldEffects('apt-get install -y g++ libstdc++6')).toEqual(['install apt g++ libstdc++6']);
    expect(toldEffects('apk add --virt .x g++')).toEqual(['install apk g++ virtualName:.x']);
  });

  test('stay relative where the folder of the step is unknown', () => {
    expect(toldEffects('rm a /b && cd c && rm d', 'FROM someone/image')).toEqual([
      'remove paths:a,/b -recursive',
      'change-folder path:c',
      'remove paths:c/d -recursive',
    ]);
  });

  test('of packages that a variable names stand where the variable was set', () => {
    const text = "deps='gcc make' && apt-get install -y $deps && apt-get purge -y --auto-remove $deps";
    const [install, purge] = effectsOf(text);
    const names = (effect: typeof install): readonly string[] =>
      effect?.kind === 'install' || effect?.kind === 'uninstall'
        ? effect.packages.map(({ name }) => name)
        : [];
    expect(names(install)).toEqual(['gcc', 'make']);
    expect(names(purge)).toEqual(names(install));
  });

  test('of a package stand in its word', () => {
    const before = 'FROM debian';
    const script = 'apt-get install -y curl git=1.2';
    const [install] = effectsOf(script, before);
    const text = `${before}\nRUN ${script}\n`;
    expect(
      install?.kind === 'install' &&
        install.packages.map(({ range: { start, end } }) => text.slice(start, end)),
    ).toEqual(['curl', 'git=1.2']);
    expect(install?.kind === 'install' && install.verb?.value).toBe('install');
  });

  test('of commands in a pipe into a shell are not those of the shell', () => {
    expect(toldEffects('curl https://x | bash -s -- --yes')).toEqual([
      'download curl urls:https://x +isPiped',
      'run',
    ]);
  });
});

test('no command is too strange', () => {
  const program = fc.constantFrom(
    'apt-get',
    'apk',
    'yum',
    'pip',
    'npm',
    'yarn',
    'curl',
    'wget',
    'tar',
    'git',
    'rm',
    'find',
    'chmod',
    'go',
    'cargo',
    'mvn',
    'useradd',
    'sudo',
    'xargs',
    'env',
    'set',
    'cd',
    'python',
    'gem',
    'dotnet',
    'sh',
    'su',
  );
  const word = fc.oneof(
    fc.constantFrom(
      'install',
      'add',
      'clone',
      '--',
      '-',
      '-c',
      '--x=',
      '-o',
      '$X',
      '"$(a)"',
      'cache',
      'clean',
      '-xzf',
      '-R',
      '-exec',
      '-name',
      '*',
      '-m',
      'pip',
      '>',
      '2>&1',
    ),
    fc.string({ unit: fc.constantFrom(...'ab-=/.@:+~'), minLength: 1, maxLength: 4 }),
  );
  fc.assert(
    fc.property(program, fc.array(word, { maxLength: 6 }), (name, words) => {
      for (const { kind } of effectsOf([name, ...words].join(' '))) expect(kind).not.toBe('');
    }),
    { numRuns: 1000 },
  );
});
