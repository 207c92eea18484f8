// A small fleet: five images on Debian, each of which installs nearly the same packages in an order of its own, and one that stands
// on another.

/** What one of its Dockerfiles says, an instruction a layer. */
export interface ShopImage {
  readonly name: string;
  /** The image of the shop that it stands on; the base where there is none. */
  readonly on?: string;
  /** Packages by RUN. */
  readonly installs: readonly (readonly string[])[];
  /** What is run in it; all of them answer 42. */
  readonly smoke: readonly string[];
}

/** All images, those that others stand on first. */
export const SHOP: readonly ShopImage[] = [
  {
    name: 'api',
    installs: [['nodejs', 'ca-certificates'], ['curl']],
    smoke: ['node', '/app/main.js'],
  },
  {
    name: 'web',
    installs: [['curl', 'ca-certificates'], ['nodejs']],
    smoke: ['node', '/app/main.js'],
  },
  {
    name: 'etl',
    installs: [
      ['python3', 'python3-yaml'],
      ['ca-certificates', 'curl'],
    ],
    smoke: ['python3', '/app/main.py'],
  },
  {
    name: 'report',
    installs: [['ca-certificates', 'curl'], ['python3-requests'], ['python3-yaml']],
    smoke: ['python3', '-c', 'import requests, yaml; exec(open("/app/main.py").read())'],
  },
  { name: 'api-debug', on: 'api', installs: [['git', 'less']], smoke: ['node', '/app/main.js'] },
];

/** The lines of its Dockerfile but for those that install: what a new Dockerfile has to keep. */
export function keptLines({ name, on }: ShopImage): readonly string[] {
  return on === undefined
    ? [`RUN useradd -r ${name}`, 'COPY . /app/', 'WORKDIR /app', `CMD ["sh"]`]
    : [`RUN useradd -r ${name}`, 'ENV DEBUG=1'];
}

/** Its Dockerfile today. */
export function shopDockerfile(image: ShopImage, from: string): readonly string[] {
  const install = 'apt-get update -qq && apt-get install -y -qq --no-install-recommends';
  return [
    `FROM ${from}`,
    ...image.installs.map(
      (names) => `RUN ${install} ${names.join(' ')} >/dev/null && rm -rf /var/lib/apt/lists/*`,
    ),
    ...keptLines(image),
  ];
}

/** The files beside it. */
export function shopFiles({ name }: ShopImage): Readonly<Record<string, string>> {
  return {
    'main.js': `// ${name}\nconsole.log(6 * 7);\n`,
    'main.py': `# ${name}\nprint(6 * 7)\n`,
    'data.txt': `${name} `.repeat(20_000),
  };
}
