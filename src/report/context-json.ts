// The JSON of `plimsoll context`: `schema/context.json` describes it, docs/json.md explains it.
import type { ContextFinding } from '../checks/context/context-finding.ts';
import type {
  ContextBranch,
  ContextReport,
  ReportedBuild,
  ReportedContext,
  ReportedUse,
  SentPath,
} from './context-report.ts';
import { toDockerfileParts } from './dockerfile-json.ts';
import { pretty, SCHEMA_VERSION, WrittenItems, writeJson } from './write-json.ts';

/** One build as one object; several in `builds`. Pieces; together they end with a newline. */
export function formatContextJson({ builds, verdict, isSearched }: ContextReport): Iterable<string> {
  const [only] = builds;
  const head = {
    schemaVersion: SCHEMA_VERSION,
    verdict: { passes: verdict.passes, failOn: verdict.failOn, failingFindings: verdict.failingCount },
    secretsSearched: isSearched,
  };
  return only !== undefined && builds.length === 1 && only.name === null
    ? writeJson({ ...head, ...toBuild(only, writeFiles) })
    : writeJson({ ...head, builds: builds.map((build) => toBuild(build)) });
}

/** How the files of a context become JSON: at the top level they are written one by one. */
type FilesForm = (context: ReportedContext) => unknown;

function toBuild(
  { name, dockerfile, target, engine, contexts, dockerfileReport }: ReportedBuild,
  mainFiles: FilesForm = listFiles,
): object {
  const [main, ...named] = contexts;
  return {
    build: { name, dockerfile, target, engine },
    ...(main === undefined ? {} : joinDockerfile(toContext(main, mainFiles), dockerfileReport)),
    namedContexts: named.map((context) => ({ name: context.name, ...toContext(context, listFiles) })),
  };
}

/** What was found in the Dockerfile stands before what was found in the context. */
function joinDockerfile(context: object & ContextParts, file: ReportedBuild['dockerfileReport']): object {
  if (file === undefined) return context;
  const { findings, ignored, ...rest } = toDockerfileParts(file);
  return {
    ...context,
    findings: [...findings, ...context.findings],
    ignored: [...ignored, ...context.ignored],
    ...rest,
  };
}

interface ContextParts {
  readonly findings: readonly object[];
  readonly ignored: readonly object[];
}

function toContext(context: ReportedContext, filesOf: FilesForm): Record<string, unknown> & ContextParts {
  const { folder, ignoreFile, sent, unused, swept, uses, tree, paths, findings, ignored, sharedWith } =
    context;
  return {
    context: { folder, ignoreFile, sharedWith },
    sent,
    unused,
    swept,
    uses: uses.map(toUse),
    tree: tree.map(toBranch),
    findings: findings.map(toFinding),
    ignored: ignored.map(({ finding, reason, until }) => ({ ...toFinding(finding), reason, until })),
    ...(paths === undefined ? {} : { files: filesOf(context) }),
  };
}

function listFiles({ paths = [], uses }: ReportedContext): readonly object[] {
  return Array.from(paths, ({ path, kind, bytes, usedBy }) => ({
    path,
    kind,
    bytes,
    usedBy: usedBy.map((i) => toUser(uses[i]!)),
  }));
}

function writeFiles({ paths = [], uses }: ReportedContext): WrittenItems {
  return new WrittenItems({ [Symbol.iterator]: () => writeEach(paths, uses) });
}

/** As `listFiles` would be written; what is the same for most files is written once. */
function* writeEach(paths: Iterable<SentPath>, uses: readonly ReportedUse[]): Generator<string> {
  const users = new Map<readonly number[], string>();
  for (const { path, kind, bytes, usedBy } of paths) {
    let written = users.get(usedBy);
    if (written === undefined) {
      const list = usedBy.map((i) => toUser(uses[i]!));
      written = `,\n      "usedBy": ${pretty(list, 6)}\n    }`;
      users.set(usedBy, written);
    }
    yield `{\n      "path": ${pretty(path, 0)},\n      "kind": "${kind}",\n      "bytes": ${bytes}${written}`;
  }
}

function toFinding(finding: ContextFinding): object {
  const { rule, severity, message, file, line, paths, pathCount, bytes, fate, secret, fix } = finding;
  return {
    rule,
    severity,
    message,
    file,
    line,
    endLine: line,
    paths: paths.map(({ path }) => path),
    pathCount,
    bytes,
    price: null,
    reaches: fate?.kind ?? null,
    stage: fate === null || fate.kind === 'sent' ? null : fate.stage,
    secret,
    fix,
    edit: null,
  };
}

function toUser({ stageIndex, stage, line }: ReportedUse): object {
  return { stage: stage ?? String(stageIndex), line };
}

function toUse(use: ReportedUse): object {
  const { instruction, source, isWhole, files, bytes } = use;
  return { ...toUser(use), instruction, source, takesAll: isWhole, files, bytes };
}

function toBranch({ path, isFolder, files, bytes, use, children }: ContextBranch): object {
  return { path, isFolder, files, bytes, use, children: children.map(toBranch) };
}
