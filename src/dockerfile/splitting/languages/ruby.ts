// Ruby: gems that were compiled while they were installed, without the compilers that did it.
import { isCompilerPackage } from '../build-packages.ts';
import type { Language, ReadStage } from '../production-needs.ts';
import { optionValue, resolvePath } from '../read-commands.ts';
import { slimTag } from './node.ts';

const RUNNER = /^(?:ruby|rails|bundle|puma|rackup|unicorn|sidekiq|rake|jekyll)[\d.]*$/;

/** Ruby. */
export const RUBY: Language = {
  id: 'ruby',
  isSpoken: ({ start, commands }) =>
    start.words !== undefined
      ? RUNNER.test(start.words[0]!.replace(/^.*\//, ''))
      : commands.some(({ program }) => program === 'bundle' || program === 'gem'),
  answer: (stage) => {
    const { baseImage } = stage.stage;
    const isOfficial = /(?:^|\/)ruby$/.test(baseImage?.name ?? '');
    const installs = stage.commands.some(
      ({ program, args }) => /^(?:bundle|gem)$/.test(program) && args.includes('install'),
    );
    const isFull = isOfficial && !/slim|alpine/.test(baseImage?.tag ?? '');
    if (!installs || (!stage.packages.some(isCompilerPackage) && !isFull))
      return {
        noGain: {
          language: 'Ruby',
          reason:
            'Ruby runs from its sources: no gem is compiled here. A second stage would take over the interpreter, the gems and the sources, which is all that there is.',
        },
      };
    const gems = gemFolder(stage, isOfficial);
    return {
      needs: {
        language: 'ruby',
        copies: [{ paths: [gems], to: gems, what: 'gems' }],
        repeated: stage.contextCopies,
        linked: [gems],
        runtime: 'interpreter',
        ...(isOfficial ? { officialBase: slimTag(baseImage!.name, baseImage!.tag) } : {}),
        runtimePackages: isOfficial ? [] : ['ruby'],
        notes: isFull
          ? ['Libraries that gems are linked with must be in the slim base: --image finds them by soname.']
          : [],
      },
    };
  },
};

function gemFolder({ commands }: ReadStage, isOfficial: boolean): string {
  for (const { program, args, cwd } of commands) {
    if (program !== 'bundle') continue;
    const path = resolvePath(
      cwd,
      optionValue(args, ['--path']) ?? (args[0] === 'config' ? args.at(-1) : undefined),
    );
    if (path !== undefined && args.some((word) => word === 'path' || word?.startsWith('--path'))) return path;
  }
  return isOfficial ? '/usr/local/bundle' : '/var/lib/gems';
}
