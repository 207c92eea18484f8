// Python: packages that were compiled while they were installed, without the compilers that did it.
import { isCompilerPackage } from '../build-packages.ts';
import type { Language, ReadStage, StageCopy } from '../production-needs.ts';
import { optionValue, resolvePath } from '../read-commands.ts';
import { slimTag } from './node.ts';

const RUNNER =
  /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn|daphne|flask|celery|django-admin|streamlit|uwsgi|waitress-serve|fastapi|pytest|jupyter|airflow|supervisord)$/;
/** The Python of releases of Debian and Ubuntu. */
const OF_RELEASE: Readonly<Record<string, string>> = {
  bullseye: '3.9',
  bookworm: '3.11',
  trixie: '3.13',
  '11': '3.9',
  '12': '3.11',
  '13': '3.13',
  '20.04': '3.8',
  '22.04': '3.10',
  '24.04': '3.12',
  focal: '3.8',
  jammy: '3.10',
  noble: '3.12',
};

/** Python. */
export const PYTHON: Language = {
  id: 'python',
  isSpoken: ({ start, commands }) =>
    start.words !== undefined
      ? RUNNER.test(nameOf(start.words[0]!)) || /\.py$/.test(start.words[0]!)
      : commands.some(({ program }) => /^(?:pip[\d.]*|poetry|uv|pipenv)$/.test(program)),
  answer: (stage) => {
    const compilers = stage.packages.filter(isCompilerPackage);
    const isOfficial = isPythonImage(stage);
    const isFull = isOfficial && !/slim|alpine/.test(stage.stage.baseImage?.tag ?? '');
    if (compilers.length === 0)
      return {
        noGain: {
          language: 'Python',
          reason:
            'Python runs from its sources: nothing is compiled here, and no compiler or header package is installed. A second stage would take over the interpreter, the packages and the sources, which is all that there is.',
          ...(isFull
            ? {
                instead: `The base has compilers and headers: FROM ${slimTag(stage.stage.baseImage!.name, stage.stage.baseImage!.tag)} leaves them out, and only packages that must be compiled then need a second stage.`,
              }
            : {}),
        },
      };
    const places = packagePlaces(stage);
    if (places.length === 0)
      return {
        unknown: {
          problem: 'where pip puts its packages is not known for this base',
          hint: 'Give --image with an image built from this file, or install into a virtual environment (python3 -m venv /opt/venv).',
        },
      };
    const isInPlace = stage.commands.some(
      ({ program, args }) =>
        (/^pip[\d.]*$/.test(program) && args.some((word) => word === '-e' || word === '--editable')) ||
        (/^python[\d.]*$/.test(program) && args.some((word) => word === 'build_ext' || word === 'develop')),
    );
    const folder: readonly StageCopy[] =
      isInPlace && stage.workdir !== '/'
        ? [{ paths: [stage.workdir], to: stage.workdir, what: 'sources with what was compiled among them' }]
        : [];
    return {
      needs: {
        language: 'python',
        copies: [...places, ...folder],
        repeated: isInPlace ? [] : stage.contextCopies,
        linked: [...places, ...folder].flatMap(({ paths }) => paths),
        runtime: 'interpreter',
        ...(isOfficial
          ? { officialBase: slimTag(stage.stage.baseImage!.name, stage.stage.baseImage!.tag) }
          : {}),
        runtimePackages: isOfficial ? [] : ['python3'],
        notes: [],
      },
    };
  },
};

function nameOf(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

function isPythonImage({ stage: { baseImage } }: ReadStage): boolean {
  return baseImage !== undefined && /(?:^|\/)python$/.test(baseImage.name);
}

/** Virtual environments, `--target`, the user's folder; else the interpreter's own folder and the started program. */
function packagePlaces(stage: ReadStage): readonly StageCopy[] {
  const { commands, start } = stage;
  const own = new Set<string>();
  for (const { program, args, cwd } of commands) {
    const at = args.indexOf('venv');
    const made =
      at !== -1
        ? args.slice(at + 1).find((word) => word !== undefined && !word.startsWith('-'))
        : program === 'virtualenv'
          ? args.findLast((word) => word !== undefined && !word.startsWith('-'))
          : /^pip[\d.]*$/.test(program)
            ? (optionValue(args, ['-t', '--target']) ??
              (args.includes('--user') ? '/root/.local' : undefined))
            : undefined;
    const path = resolvePath(cwd, made);
    if (path !== undefined) own.add(path);
  }
  if (own.size > 0) return [...own].map((path) => ({ paths: [path], to: path, what: 'packages' }));
  const folders = packageFolders(stage);
  const program = nameOf(start.words?.[0] ?? '');
  const script =
    /^python/.test(program) || program === '' || !RUNNER.test(program) ? [] : [`/usr/local/bin/${program}`];
  return [
    ...folders.map((path) => ({ paths: [path], to: path, what: 'packages' })),
    ...(folders.length === 0
      ? []
      : script.map((path) => ({ paths: [path], to: path, what: 'what is started' }))),
  ];
}

function packageFolders(stage: ReadStage): readonly string[] {
  const { image } = stage.input;
  const kind = isPythonImage(stage) ? 'site-packages' : 'dist-packages';
  if (image !== undefined)
    return image
      .list('/usr/local/lib')
      .filter((name) => /^python3\.\d+$/.test(name))
      .map((name) => `/usr/local/lib/${name}/${kind}`)
      .filter((path) => image.list(path).length > 0);
  const { name = '', tag = '' } = stage.stage.baseImage ?? {};
  const version = isPythonImage(stage)
    ? /^3\.\d+/.exec(tag)?.[0]
    : /^(?:debian|ubuntu)$/.test(name)
      ? OF_RELEASE[/^[a-z]+(?=-|$)|^\d+(?:\.\d+)?(?=-|$)/.exec(tag)?.[0] ?? '']
      : undefined;
  return version === undefined ? [] : [`/usr/local/lib/python${version}/${kind}`];
}
