// All that would do the same job with less, in one place: packages, and other tags of the base.
import { formatBytes } from '../../src/report/format-amount.ts';
import type { PageLighterAnswer } from '../../src/report/page/image-page.ts';
import { Text } from '../shared/text.tsx';

const SIBLINGS_SHOWN = 5;

/** The card; the packages' own dialogs tell more. */
export function LighterCard({ lighter: { packages, base, notes } }: { readonly lighter: PageLighterAnswer }) {
  const siblings = (base?.siblings ?? []).slice(0, SIBLINGS_SHOWN);
  return (
    <section class="card lighter-card">
      <h3>The same with less</h3>
      {packages.length === 0 && siblings.length === 0 && <p class="faint">No lighter package was found.</p>}
      <ul>
        {packages.map(({ name, freedBytes, choices: [choice] }) =>
          choice === undefined ? null : (
            <li key={name}>
              <span>
                <Text of={name} /> <span class="faint">{formatBytes(freedBytes)}, instead</span>{' '}
                <strong>
                  <Text of={choice.packages.length === 0 ? 'nothing' : choice.packages.join(', ')} />
                </strong>
                {choice.warnings.map((warning) => (
                  <span key={warning} class="hint">
                    <Text of={warning} />
                  </span>
                ))}
              </span>
              <strong>{formatBytes(choice.savedBytes)} less</strong>
            </li>
          ),
        )}
        {siblings.map(({ tag, savedBytes, warning }) => (
          <li key={`tag ${tag}`}>
            <span>
              The base <Text of={base!.reference} />, <span class="faint">instead</span>{' '}
              <strong>
                <Text of={tag} />
              </strong>
              {warning !== null && (
                <span class="hint">
                  <Text of={warning} />
                </span>
              )}
            </span>
            <strong>{formatBytes(savedBytes)} less, as shipped</strong>
          </li>
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note} class="hint lighter-note">
          <Text of={note} />
        </p>
      ))}
    </section>
  );
}
