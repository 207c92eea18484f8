// A fleet as sprawl has it: 24 images on Debian, node, python and java, for production and development, each of whose Dockerfiles
// installs in an order of its own, in steps of its own, and cleans up or does not.

/** One image of the fleet. */
export interface FleetImage {
  readonly name: string;
  readonly dockerfile: string;
  /** The files beside the Dockerfile. */
  readonly files: Readonly<Record<string, string>>;
  /** What is run in it, and what that has to say. */
  readonly smoke: readonly string[];
  readonly answer: RegExp;
}

interface Service {
  readonly name: string;
  readonly runtime: 'node' | 'python' | 'java';
  /** Packages by RUN. */
  readonly production: readonly (readonly string[])[];
  readonly development: readonly (readonly string[])[];
  /** A file is fetched in one step and deleted in a later one. */
  readonly leavesHidden?: boolean;
  readonly keepsLists?: boolean;
}

const SERVICES: readonly Service[] = [
  {
    name: 'api',
    runtime: 'node',
    production: [['nodejs', 'ca-certificates']],
    development: [['git', 'curl'], ['ca-certificates', 'nodejs'], ['procps']],
    leavesHidden: true,
  },
  {
    name: 'web',
    runtime: 'node',
    production: [['ca-certificates'], ['nodejs']],
    development: [['nodejs', 'ca-certificates', 'git', 'less']],
  },
  {
    name: 'worker',
    runtime: 'node',
    production: [['curl', 'nodejs'], ['ca-certificates']],
    development: [['nodejs'], ['vim-tiny', 'curl', 'ca-certificates', 'git']],
    keepsLists: true,
  },
  {
    name: 'gateway',
    runtime: 'node',
    production: [['nodejs'], ['curl', 'ca-certificates'], ['tini']],
    development: [
      ['tini', 'git'],
      ['nodejs', 'procps', 'curl', 'ca-certificates'],
    ],
  },
  {
    name: 'etl',
    runtime: 'python',
    production: [['python3', 'python3-yaml']],
    development: [['git'], ['python3-yaml', 'python3-requests', 'python3']],
    leavesHidden: true,
  },
  {
    name: 'admin',
    runtime: 'python',
    production: [['python3', 'python3-requests', 'ca-certificates']],
    development: [['python3-requests'], ['ca-certificates', 'git', 'vim-tiny']],
  },
  {
    name: 'cron',
    runtime: 'python',
    production: [['ca-certificates', 'curl'], ['python3-yaml']],
    development: [
      ['less', 'procps'],
      ['python3-yaml', 'curl', 'git'],
    ],
  },
  {
    name: 'report',
    runtime: 'python',
    production: [['python3-requests', 'python3-yaml']],
    development: [['python3-yaml', 'git', 'curl'], ['python3-requests']],
    keepsLists: true,
  },
  {
    name: 'billing',
    runtime: 'java',
    production: [['default-jre-headless']],
    development: [
      ['git', 'procps'],
      ['default-jre-headless', 'curl'],
    ],
    leavesHidden: true,
  },
  {
    name: 'orders',
    runtime: 'java',
    production: [['ca-certificates', 'default-jre-headless']],
    development: [['default-jre-headless'], ['git', 'less', 'vim-tiny']],
  },
  {
    name: 'search',
    runtime: 'java',
    production: [['curl'], ['default-jre-headless', 'tini']],
    development: [
      ['tini', 'default-jre-headless', 'git'],
      ['curl', 'procps'],
    ],
  },
  {
    name: 'auth',
    runtime: 'java',
    production: [['tini', 'ca-certificates'], ['default-jre-headless']],
    development: [
      ['default-jre-headless', 'ca-certificates', 'tini'],
      ['git', 'curl'],
    ],
    keepsLists: true,
  },
];

const SMOKE: Readonly<
  Record<Service['runtime'], { readonly command: readonly string[]; readonly answer: RegExp }>
> = {
  node: { command: ['node', '/app/main.js'], answer: /^42$/m },
  python: { command: ['python3', '/app/main.py'], answer: /^42$/m },
  java: { command: ['java', '-version'], answer: /openjdk version "17/ },
};

/** The images, built on this base. */
export function listFleet(base: string): readonly FleetImage[] {
  return SERVICES.flatMap((service) =>
    (['production', 'development'] as const).map((variant): FleetImage => {
      const { command, answer } = SMOKE[service.runtime];
      return {
        name: `${service.name}-${variant === 'production' ? 'prod' : 'dev'}`,
        dockerfile: writeDockerfile(base, service, variant),
        files: listFiles(service),
        smoke: command,
        answer,
      };
    }),
  );
}

function writeDockerfile(base: string, service: Service, variant: 'production' | 'development'): string {
  const { name, leavesHidden, keepsLists } = service;
  // Unsynced, because throw-away images need no safe disk; lists are fetched once where they are not to stay.
  const install = 'apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-unsafe-io';
  const [mount, update] =
    keepsLists === true
      ? ['', 'apt-get update -qq']
      : [
          '--mount=type=cache,target=/var/lib/apt/lists,sharing=locked ',
          'if ! ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1; then apt-get update -qq; fi',
        ];
  return [
    `FROM ${base}`,
    `LABEL service=${name}`,
    ...(leavesHidden === true ? ['RUN head -c 3000000 /dev/urandom > /tmp/download'] : []),
    ...service[variant].map((names) => `RUN ${mount}${update} && ${install} ${names.join(' ')} >/dev/null`),
    ...(leavesHidden === true ? ['RUN rm /tmp/download'] : []),
    ...(variant === 'development' ? ['ENV DEBUG=1'] : ['RUN useradd -r app', 'USER app']),
    'COPY . /app/',
    'WORKDIR /app',
    `CMD ${JSON.stringify(SMOKE[service.runtime].command)}`,
    '',
  ].join('\n');
}

/** The service's own code, and a library that all services of a runtime bring a copy of. */
function listFiles({ name, runtime }: Service): Readonly<Record<string, string>> {
  const main = runtime === 'python' ? 'main.py' : runtime === 'node' ? 'main.js' : 'main.properties';
  const text =
    runtime === 'python' ? 'print(6 * 7)\n' : runtime === 'node' ? 'console.log(6 * 7);\n' : 'answer=42\n';
  const files: Record<string, string> = { [main]: `${runtime === 'node' ? '//' : '#'} ${name}\n${text}` };
  for (let i = 0; i < 60; i++) {
    files[`lib/${runtime}/part-${i}.txt`] = `${runtime} ${i}\n`.repeat(400);
    if (i < 15) files[`own/${name}-${i}.txt`] = `${name} ${i}\n`.repeat(500);
  }
  return files;
}
