// useradd with a huge uid: /var/log/lastlog has a place for every uid below, and layers keep no holes.
import type { ParsedImageName } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileRule } from './dockerfile-rule.ts';
import { listShippedSteps } from './judging/shipped-steps.ts';

/** What lastlog has of each uid, and faillog. */
const LASTLOG_BYTES = 292;
const FAILLOG_BYTES = 32;
/** Below, the file is small. */
const LEAST_UID = 100_000;
/** shadow 4.13 writes no entry that was not there (Debian 12, Ubuntu 23.04). */
const WRITING =
  /(?:^|[-_.:/\d])(?:wheezy|jessie|stretch|buster|bullseye|trusty|xenial|bionic|focal|jammy)(?![a-z])/;
const SPARING = /(?:^|[-_.:/\d])(?:bookworm|trixie|forky|sid|noble|oracular|plucky|questing)(?![a-z])/;
const FIRST_SPARING: Readonly<Record<string, number>> = { debian: 12, ubuntu: 23 };

export const useraddSparse: DockerfileRule = {
  kind: 'dockerfile',
  id: 'useradd-sparse',
  title: 'useradd with a uid so large that lastlog grows',
  severity: 'warning',
  peers: ['DL3046'],
  silentBytes: 100_000,
  fixSafety: 'safe',
  judge: (model, { pricing }) =>
    listShippedSteps(model).flatMap(({ stage, step }) => {
      // BusyBox has neither the option nor the file.
      if (stage.family === 'alpine' || stage.family === 'busybox') return [];
      return step.effects.flatMap((effect) => {
        if (effect.kind !== 'add-user' || effect.program !== 'useradd') return [];
        const { id, hasNoLogInit, argv } = effect;
        if (id === undefined || id < LEAST_UID || hasNoLogInit === true) return [];
        const isWriting = writesEntries(stage.baseImage);
        if (isWriting === false) return [];
        const price =
          pricing.priceFiles(step.evaluated, (path) => /^\/var\/log\/(?:lastlog|faillog)$/.test(path)) ??
          (isWriting === true
            ? { kind: 'computed' as const, bytes: id * (LASTLOG_BYTES + FAILLOG_BYTES) }
            : undefined);
        const program = argv[0]!;
        return [
          {
            range: effect.command,
            message: `useradd with uid ${id} makes /var/log/lastlog and faillog as long as that uid`,
            ...(price === undefined ? {} : { price }),
            fixText: 'Use `useradd --no-log-init`.',
            ...(program.isPlain && program.via === undefined && !step.evaluated.isTriggered
              ? {
                  fix: {
                    safety: 'safe' as const,
                    edits: [{ start: program.end, end: program.end, text: ' --no-log-init' }],
                    changes: '/var/log/lastlog and /var/log/faillog have no entry of the user',
                  },
                }
              : {}),
          },
        ];
      });
    }),
};

/** Whether useradd of a base writes entries that were not there; undefined where its name does not tell. */
function writesEntries(image: ParsedImageName | undefined): boolean | undefined {
  if (image === undefined) return undefined;
  const { name, tag = 'latest' } = image;
  const whole = `${name}:${tag}`;
  if (SPARING.test(whole)) return false;
  if (WRITING.test(whole)) return true;
  const distribution = /^(?:\w+\/)?(debian|ubuntu)$/.exec(name)?.[1];
  const first = distribution === undefined ? undefined : FIRST_SPARING[distribution];
  if (first === undefined) return undefined;
  const release = /^\d+/.exec(tag)?.[0];
  if (release !== undefined) return Number(release) < first;
  return /^(?:latest|stable|testing|unstable|rolling|devel)/.test(tag) ? false : undefined;
}
