// What would do a package's job with less.
import { countOf, formatBytes } from '../../src/report/format-amount.ts';
import type { PageLighter } from '../../src/report/page/image-page.ts';
import { Text } from '../shared/text.tsx';

const FOUND_WORDS = {
  'same-source': 'built from the same source',
  provides: 'says that it provides the same',
  'same-job': 'known to do the same job',
} as const;

/** The replacements of one package, the most saving first. */
export function LighterChoices({ of }: { readonly of: PageLighter }) {
  return (
    <section class="lighter">
      <h3>
        Lighter instead of {formatBytes(of.freedBytes)} in {countOf(of.freedPackages, 'package')}
      </h3>
      <ul>
        {of.choices.map((choice, i) => (
          <li key={i}>
            <strong>
              <Text of={choice.packages.length === 0 ? 'nothing' : choice.packages.join(', ')} />
            </strong>{' '}
            saves <strong>{formatBytes(choice.savedBytes)}</strong>, adds {formatBytes(choice.addedBytes)};{' '}
            {FOUND_WORDS[choice.found]}
            {choice.warnings.map((warning) => (
              <span key={warning} class="hint">
                <Text of={warning} />
              </span>
            ))}
            {Object.keys(choice.renamed).length > 0 && (
              <span class="hint">
                Called by another name:{' '}
                <Text
                  of={Object.entries(choice.renamed)
                    .map(([from, to]) => `${from} is ${to}`)
                    .join(', ')}
                />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
