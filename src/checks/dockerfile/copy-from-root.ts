// COPY --from=x / /: a whole other root file system on top of the one that is there.
import type { DockerfileRule } from './dockerfile-rule.ts';

export const copyFromRoot: DockerfileRule = {
  kind: 'dockerfile',
  id: 'copy-from-root',
  title: 'Copies of a whole root file system over another',
  severity: 'warning',
  peers: ['DL3067'],
  judge: ({ stages }) =>
    stages.flatMap(({ ships, base, steps }) => {
      // On scratch it is the way to make one layer of many.
      if (ships !== 'whole' || base.kind === 'scratch') return [];
      return steps.flatMap(({ evaluated: { expanded }, instruction }) => {
        if (expanded.kind !== 'copy' || expanded.from === undefined) return [];
        if (expanded.destination !== '/' || !expanded.sources.some(isRoot)) return [];
        return [
          {
            range: instruction,
            message: `all of ${expanded.from} comes on top of the base: its system is shipped twice`,
            fixText: 'Name the folders that this stage needs, or build it FROM that stage.',
          },
        ];
      });
    }),
};

function isRoot(source: string): boolean {
  return /^\/*(?:\.\/*)?\**$/.test(source) && source !== '';
}
