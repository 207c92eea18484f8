// useradd with a huge uid: /var/log/lastlog has a place for every uid below, and layers keep no holes.
import type { DockerfileRule } from './dockerfile-rule.ts';
import { listShippedSteps } from './judging/shipped-steps.ts';

/** What lastlog has of each uid, and faillog. */
const LASTLOG_BYTES = 292;
const FAILLOG_BYTES = 32;
/** Below, the file is small. */
const LEAST_UID = 100_000;

export const useraddSparse: DockerfileRule = {
  kind: 'dockerfile',
  id: 'useradd-sparse',
  title: 'useradd with a uid so large that lastlog grows',
  severity: 'warning',
  peers: ['DL3046'],
  fixSafety: 'safe',
  judge: (model) =>
    listShippedSteps(model).flatMap(({ stage, step }) => {
      // BusyBox has neither the option nor the file.
      if (stage.family === 'alpine' || stage.family === 'busybox') return [];
      return step.effects.flatMap((effect) => {
        if (effect.kind !== 'add-user' || effect.program !== 'useradd') return [];
        const { id, hasNoLogInit, argv } = effect;
        if (id === undefined || id < LEAST_UID || hasNoLogInit === true) return [];
        const program = argv[0]!;
        return [
          {
            range: effect.command,
            message: `useradd with uid ${id} makes /var/log/lastlog and faillog as long as that uid`,
            price: { kind: 'computed' as const, bytes: id * (LASTLOG_BYTES + FAILLOG_BYTES) },
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
