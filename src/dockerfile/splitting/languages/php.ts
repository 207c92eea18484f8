// PHP: extensions that were compiled, and Composer's packages, without Composer and the compilers.
import { isBuildPackage } from '../build-packages.ts';
import { workdirLine } from '../instruction-text.ts';
import type { Language, StageCopy } from '../production-needs.ts';
import { resolvePath } from '../read-commands.ts';

/** PHP. */
export const PHP: Language = {
  id: 'php',
  isSpoken: ({ stage: { baseImage }, start, commands }) =>
    /(?:^|\/)(?:php|composer)$/.test(baseImage?.name ?? '') ||
    /^(?:php[\d.]*|php-fpm[\d.]*|apache2-foreground)$/.test(start.words?.[0]?.replace(/^.*\//, '') ?? '') ||
    commands.some(({ program }) => program === 'composer'),
  answer: (stage) => {
    const composer = stage.commands.find(
      ({ program, args }) => program === 'composer' && args.includes('install'),
    );
    const extensions = stage.commands.some(({ program }) =>
      /^(?:docker-php-ext-install|pecl|phpize)$/.test(program),
    );
    if (composer === undefined && (!extensions || !stage.packages.some(isBuildPackage)))
      return {
        noGain: {
          language: 'PHP',
          reason:
            'PHP runs from its sources: neither Composer nor a compiler is used here. A second stage would take over the interpreter and the sources, which is all that there is.',
        },
      };
    const vendor = composer === undefined ? undefined : resolvePath(composer.cwd, 'vendor');
    const isDev = composer !== undefined && !composer.args.includes('--no-dev');
    const copies: StageCopy[] = [
      ...(extensions
        ? [
            {
              paths: ['/usr/local/lib/php/extensions'],
              to: '/usr/local/lib/php/extensions',
              what: 'extensions',
            },
            {
              paths: ['/usr/local/etc/php/conf.d'],
              to: '/usr/local/etc/php/conf.d',
              what: 'which of them are loaded',
            },
          ]
        : []),
      ...(vendor === undefined ? [] : [{ paths: [vendor], to: vendor, what: "Composer's packages" }]),
    ];
    const { baseImage } = stage.stage;
    const isPhp = /(?:^|\/)php$/.test(baseImage?.name ?? '');
    return {
      needs: {
        language: 'php',
        copies,
        repeated: stage.contextCopies,
        ...(isDev
          ? {
              middle: {
                name: 'production-packages',
                lines: [
                  workdirLine(composer!.cwd ?? stage.workdir),
                  'RUN composer install --no-dev --no-interaction --optimize-autoloader',
                ],
              },
            }
          : {}),
        linked: copies.flatMap(({ paths }) => paths),
        runtime: 'interpreter',
        ...(isPhp
          ? { officialBase: `${baseImage!.name}${baseImage!.tag === undefined ? '' : `:${baseImage!.tag}`}` }
          : {}),
        runtimePackages: isPhp
          ? []
          : stage.packages.filter((name) => /^php[\d.]*(?:-|$)/.test(name) && !isBuildPackage(name)),
        notes: [],
      },
    };
  },
};
