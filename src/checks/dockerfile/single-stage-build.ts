// A program that is built in the stage that is shipped: compiler, sources and intermediate files come along.
import type { CompileEffect } from '../../dockerfile/commands/effect.ts';
import type { DockerfileRule } from './dockerfile-rule.ts';
import { compilesInTarget } from './judging/compiling.ts';
import { startWords } from './judging/shipped-steps.ts';

/** What is left of a build, and what of it the program needs. */
const LEFTOVERS: Readonly<Record<CompileEffect['language'], string>> = {
  c: 'compiler, headers, sources and object files',
  go: 'the Go compiler, the module cache and the sources',
  rust: 'the Rust compiler, the registry and target/',
  java: 'the JDK, the build tool and its repository',
  dotnet: 'the .NET SDK, the NuGet cache and obj/',
  javascript: 'development packages and sources',
  python: 'compiler and headers',
  haskell: 'GHC, its packages and the build tree',
  other: 'the compiler and the sources',
};

export const singleStageBuild: DockerfileRule = {
  kind: 'dockerfile',
  id: 'single-stage-build',
  title: 'Programs that are built in the stage that is shipped',
  severity: 'warning',
  judge: (model, { pricing }) => {
    const compilations = compilesInTarget(model);
    // What says most: a compiled language before a front end's bundle.
    const chosen = compilations.find(({ effect }) => effect.language !== 'javascript') ?? compilations[0];
    if (chosen === undefined) return [];
    const { step, effect } = chosen;
    const starts = startWords(model).join(' ');
    // An image that starts nothing of its own is one to build in.
    if (starts === '') return [];
    const price = pricing.priceLayer(step.evaluated);
    return [
      {
        range: effect.command,
        message: `\`${effect.tool}\` builds in the stage that is shipped, which keeps ${LEFTOVERS[effect.language]}`,
        severity: effect.language === 'javascript' || effect.language === 'python' ? 'advice' : 'warning',
        ...(price === undefined ? {} : { price }),
        fixText:
          'Build in a stage of its own and COPY --from it what runs: `plimsoll dockerfile split` writes both.',
      },
    ];
  },
};
