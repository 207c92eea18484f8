// What the changes come to: the fleet now and then, in both views.
import { formatBytes, formatDifference } from '../../../src/report/format-amount.ts';
import { Text } from '../../shared/text.tsx';
import type { PageWhatIf } from './page-changes.ts';

/** The table, and the command that says the same; each amount carries its bytes as `value`. */
export function Outcome({ of, command }: { readonly of: PageWhatIf; readonly command: string | null }) {
  const { before, after, basis } = of;
  const rows = [
    { id: 'uniqueBytes', title: 'Registry, stored', now: before.uniqueBytes, later: after.uniqueBytes },
    { id: 'naiveBytes', title: 'Every image by itself', now: before.naiveBytes, later: after.naiveBytes },
    {
      id: 'nodeBytesEstimate',
      title: `Node with all of them${basis.length > 0 ? ', about' : ''}`,
      now: before.nodeBytesEstimate,
      later: after.nodeBytesEstimate,
    },
  ];
  return (
    <>
      <div class="outcome">
        <table class="plain">
          <caption class="unseen">The fleet now and then</caption>
          <colgroup>
            <col />
            <col class="extra" style={{ width: '6.5em' }} />
            <col style={{ width: '6.5em' }} />
            <col style={{ width: '7em' }} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">What it costs</th>
              <th scope="col" class="amount extra">
                Now
              </th>
              <th scope="col" class="amount">
                Then
              </th>
              <th scope="col" class="amount">
                Change
              </th>
            </tr>
          </thead>
          <tbody>
            <tr data-measure="images">
              <th scope="row">Images</th>
              <td class="amount extra">
                <data value={before.images}>{before.images}</data>
              </td>
              <td class="amount">
                <data value={after.images}>{after.images}</data>
              </td>
              <td class="amount">
                {after.images === before.images ? '0' : signed(after.images - before.images)}
              </td>
            </tr>
            {rows.map(({ id, title, now, later }) => (
              <tr key={id} data-measure={id}>
                <th scope="row">{title}</th>
                <td class="amount extra">
                  <data value={now}>{formatBytes(now)}</data>
                </td>
                <td class="amount">
                  <data value={later}>{formatBytes(later)}</data>
                </td>
                <td class={`amount ${later < now ? 'less' : later > now ? 'more-bytes' : ''}`}>
                  <data value={later - now}>{formatDifference(later - now)}</data>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {command !== null && (
        <details class="all-names">
          <summary>The same as a command</summary>
          <pre>
            <code>
              <Text of={command} />
            </code>
          </pre>
        </details>
      )}
      {basis.length > 0 && (
        <p class="note faint">
          {[...new Set(basis)].map((text) => (
            <span key={text}>An estimate: {text}. </span>
          ))}
        </p>
      )}
    </>
  );
}

function signed(count: number): string {
  return count > 0 ? `+${count}` : String(count);
}
