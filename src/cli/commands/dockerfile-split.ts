// `plimsoll dockerfile split [DIR]`: development and production in one file from a Dockerfile of one stage.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { decodeDockerfile, encodeDockerfile } from '../../dockerfile/dockerfile-text.ts';
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import { modelDockerfile } from '../../dockerfile/model/model-dockerfile.ts';
import { parseDockerfile } from '../../dockerfile/parsing/parse-dockerfile.ts';
import { type SplitOutcome, splitDockerfile } from '../../dockerfile/splitting/split-dockerfile.ts';
import { readStages } from '../../dockerfile/stages/read-stages.ts';
import { chooseEngine, findEngines } from '../../engines/finding/find-engines.ts';
import { removeImage } from '../../engines/remove-image.ts';
import { PlimsollError, withSubject } from '../../errors.ts';
import { formatSplitJson } from '../../report/split-json.ts';
import type { SplitMeasure, SplitReport, SplitVerification } from '../../report/split-report.ts';
import { formatSplitText } from '../../report/split-text.ts';
import { chooseLayout } from '../choose-layout.ts';
import type { CliIo } from '../cli-io.ts';
import { findDockerfile } from '../context/choose-builds.ts';
import { readPairs } from '../context/read-pairs.ts';
import { EXIT_CODE } from '../exit-code.ts';
import { type BuiltAndMeasured, buildMeasured } from '../splitting/build-measured.ts';
import { imageFactsOf } from '../splitting/image-facts.ts';
import { measureImage } from '../splitting/measure-image.ts';
import { openProject } from '../splitting/project-files.ts';
import type { SplitFlags } from '../splitting/split-flags.ts';
import { type SplitBuild, verifySplit } from '../splitting/verify-split.ts';
import { StatusLine } from '../terminal/status-line.ts';
import { writePieces } from '../terminal/write-pieces.ts';

/** What was found out. */
interface Answer {
  readonly outcome: SplitOutcome;
  readonly measured: SplitMeasure | null;
  readonly verification: SplitVerification | null;
  readonly notes: readonly string[];
}

/** Splits, proves where it is asked to, writes where it holds, and resolves to the exit code. */
export async function runDockerfileSplit(folder: string, flags: SplitFlags, io: CliIo): Promise<number> {
  refuseContradictions(flags);
  const status = new StatusLine(io.stderr, io.env, flags.quiet === true);
  const dockerfilePath = findDockerfile(folder, flags.file);
  const model = readModel(dockerfilePath, flags);
  const answer =
    flags.verify === true
      ? await splitAndVerify(folder, dockerfilePath, model, flags, io, status)
      : await splitAsTold(folder, model, flags, io);
  const { outcome, verification } = answer;
  const holds = outcome.kind === 'split' && verification?.passes !== false;
  const place = holds ? (flags.output ?? (flags.write === true ? dockerfilePath : undefined)) : undefined;
  if (place !== undefined && outcome.kind === 'split')
    writeText(place, outcome.text, model, flags.write === true);
  const report = toReport(dockerfilePath, answer, model, place ?? null, flags);
  await writePieces(
    io.stdout,
    flags.format === 'json' ? formatSplitJson(report) : formatSplitText(report, chooseLayout(flags, io)),
  );
  return outcome.kind === 'unknown' || verification?.passes === false ? EXIT_CODE.findings : EXIT_CODE.clean;
}

function refuseContradictions({ write, output, smoke, verify, image }: SplitFlags): void {
  if (write === true && output !== undefined)
    throw new PlimsollError('USAGE', '--write changes the Dockerfile, and --output writes another', {
      hint: 'Leave one of them out.',
    });
  if (smoke !== undefined && verify !== true)
    throw new PlimsollError('USAGE', '--smoke is for --verify', { hint: 'Give --verify too.' });
  if (image !== undefined && verify === true)
    throw new PlimsollError('USAGE', '--verify builds the image that --image would name', {
      hint: 'Leave one of them out.',
    });
}

function readModel(path: string, flags: SplitFlags): DockerfileModel {
  try {
    const dockerfile = parseDockerfile(decodeDockerfile(readFileSync(path)));
    return modelDockerfile(readStages(dockerfile), {
      ...(flags.platform === undefined ? {} : { platform: flags.platform }),
      buildArgs: readPairs(flags.buildArg ?? [], '--build-arg', (name) => process.env[name]),
      namedContexts: readPairs(flags.buildContext ?? [], '--build-context', () => undefined),
    });
  } catch (cause) {
    if (cause instanceof PlimsollError) throw withSubject(cause, path);
    throw new PlimsollError('FILE_UNREADABLE', `cannot be read (${(cause as NodeJS.ErrnoException).code})`, {
      subject: path,
      cause,
    });
  }
}

/** By the file, and by an image where one is named. */
async function splitAsTold(
  folder: string,
  model: DockerfileModel,
  flags: SplitFlags,
  io: CliIo,
): Promise<Answer> {
  const measured = flags.image === undefined ? undefined : await measureImage(flags.image, flags, io);
  const outcome = splitDockerfile(model, {
    project: openProject(folder),
    ...(flags.base === undefined ? {} : { base: flags.base }),
    ...(measured === undefined ? {} : { image: imageFactsOf(measured.contents) }),
  });
  return { outcome, measured: measured?.measure ?? null, verification: null, notes: [] };
}

/** Builds the file as it is, splits by what is in the image, and builds that. */
async function splitAndVerify(
  folder: string,
  dockerfilePath: string,
  model: DockerfileModel,
  flags: SplitFlags,
  io: CliIo,
  status: StatusLine,
): Promise<Answer> {
  status.showStep('looking for engines');
  const engine = chooseEngine(await findEngines(io.env, io.signal), flags.engine);
  const pairs = (
    values: readonly string[] | undefined,
    option: string,
  ): Readonly<Record<string, string>> | undefined =>
    values === undefined ? undefined : readPairs(values, option, (name) => process.env[name]);
  const [buildArgs, namedContexts, secrets] = [
    pairs(flags.buildArg, '--build-arg'),
    pairs(flags.buildContext, '--build-context'),
    pairs(flags.secret, '--secret'),
  ];
  const build: SplitBuild = {
    engine,
    request: {
      contextFolder: folder,
      dockerfilePath,
      ...(flags.platform === undefined ? {} : { platform: flags.platform }),
      ...(flags.network === undefined ? {} : { network: flags.network }),
      ...(buildArgs === undefined ? {} : { buildArgs }),
      ...(namedContexts === undefined ? {} : { namedContexts }),
      ...(secrets === undefined ? {} : { secrets }),
    },
    flags,
    io,
    status,
  };
  const development = await buildMeasured(engine, build.request, flags, io, status);
  try {
    return await splitBuilt(folder, model, development, build);
  } finally {
    await removeImage(development.image);
  }
}

/** The smallest base first; where that does not hold, the distribution's. */
async function splitBuilt(
  folder: string,
  model: DockerfileModel,
  development: BuiltAndMeasured,
  build: SplitBuild,
): Promise<Answer> {
  const input = {
    project: openProject(folder),
    image: imageFactsOf(development.contents),
    ...(build.flags.base === undefined ? {} : { base: build.flags.base }),
  };
  const { encoding } = model.staged.dockerfile.source;
  const first = splitDockerfile(model, input);
  if (first.kind !== 'split')
    return { outcome: first, measured: development.measure, verification: null, notes: [] };
  const verification = await verifySplit(development, first.text, encoding, build);
  if (verification.passes || first.base.kind !== 'scratch')
    return { outcome: first, measured: development.measure, verification, notes: [] };
  const second = splitDockerfile(model, { ...input, onDistribution: true });
  if (second.kind !== 'split')
    return { outcome: first, measured: development.measure, verification, notes: [] };
  const why =
    verification.failure ??
    [verification.start, verification.smoke].find((trial) => trial?.passes === false)?.production.said;
  return {
    outcome: second,
    measured: development.measure,
    verification: await verifySplit(development, second.text, encoding, build),
    notes: [
      `On scratch it does not hold (${why ?? 'it ends otherwise'}), so production is built on a distribution.`,
    ],
  };
}

function writeText(path: string, text: string, { staged }: DockerfileModel, mayReplace: boolean): void {
  try {
    const { encoding } = staged.dockerfile.source;
    writeFileSync(path, encodeDockerfile({ text, encoding }), { flag: mayReplace ? 'w' : 'wx' });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw code === 'EEXIST'
      ? new PlimsollError('DESTINATION_EXISTS', 'there is a file already', { subject: path, cause })
      : new PlimsollError('DESTINATION_UNWRITABLE', `cannot be written (${code})`, {
          subject: path,
          hint: `See that ${dirname(path)} is there and that you may write to it.`,
          cause,
        });
  }
}

function toReport(
  dockerfile: string,
  { outcome, measured, verification, notes }: Answer,
  model: DockerfileModel,
  writtenTo: string | null,
  flags: SplitFlags,
): SplitReport {
  const about = {
    kind: 'split-report',
    dockerfile,
    outcome: outcome.kind,
    isFromImage: flags.image !== undefined || flags.verify === true,
    measured,
    verification,
    writtenTo,
  } as const;
  const nothing = { base: null, copies: [], text: null, added: [], notes } as const;
  if (outcome.kind === 'no-gain')
    return {
      ...about,
      ...nothing,
      language: outcome.language,
      reason: outcome.reason,
      hint: outcome.instead ?? null,
    };
  if (outcome.kind === 'unknown')
    return { ...about, ...nothing, language: null, reason: outcome.problem, hint: outcome.hint };
  const { needs, base, text } = outcome;
  return {
    ...about,
    language: needs.language,
    reason: null,
    hint: null,
    base: {
      kind: base.kind,
      from: base.from,
      packages: base.packages,
      libraries: base.libraries.map(({ soname }) => soname),
    },
    copies: needs.copies.flatMap(({ paths }) => paths),
    text,
    added: text.slice(model.staged.dockerfile.source.text.length).split(/\r?\n/).slice(1),
    notes: [...notes, ...outcome.notes],
  };
}
