// An SDK or a JDK as the base of what is shipped.
import type { DockerfileModel } from '../../dockerfile/model/dockerfile-model.ts';
import type { DockerfileRule } from './dockerfile-rule.ts';
import { findBuildBase } from './judging/base-kinds.ts';
import { compilesInTarget } from './judging/compiling.ts';
import { startWords, targetOf } from './judging/shipped-steps.ts';

export const buildBase: DockerfileRule = {
  kind: 'dockerfile',
  id: 'build-base',
  title: 'Compilers and SDKs as the base of what is shipped',
  severity: 'warning',
  judge: (model) => {
    const found = findBuildBase(targetOf(model)?.baseImage);
    // What is compiled here is told by the rule about that.
    if (found === undefined || compilesInTarget(model).length > 0) return [];
    const from = lowestFrom(model);
    if (from === undefined || isToolImage(model)) return [];
    const isStarted = found.starts.test(startWords(model).join(' '));
    return [
      {
        range: from,
        message: `the image is built on ${found.what}`,
        severity: isStarted ? 'advice' : 'warning',
        fixText: `Use ${found.instead}.`,
      },
    ];
  },
};

/** The FROM that names the image: that of the lowest stage. */
function lowestFrom({ stages }: DockerfileModel) {
  return stages.find(({ ships, base }) => ships === 'whole' && base.kind === 'image')?.from.instruction;
}

/** An image that starts nothing of its own is there for what the base brings. */
function isToolImage(model: DockerfileModel): boolean {
  return startWords(model).length === 0;
}
