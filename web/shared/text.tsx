// Text of an image, as it is, with what an eye would miss made visible.
import { makeVisible } from '../../src/report/visible-text.ts';

/** A text of an image in one line. */
export function Text({ of }: { readonly of: string }) {
  return <bdi>{makeVisible(of)}</bdi>;
}

/** A path, which may break at its slashes. */
export function PathText({ of }: { readonly of: string }) {
  const names = makeVisible(of).split('/');
  return (
    <bdi class="path">
      {names.map((name, i) => (
        <>
          {name}
          {i < names.length - 1 && (
            <>
              /<wbr />
            </>
          )}
        </>
      ))}
    </bdi>
  );
}

/** A sentence with commands between backquotes, as fixes have them. */
export function Sentence({ of }: { readonly of: string }) {
  return (
    <bdi>
      {makeVisible(of)
        .split('`')
        .map((part, i, { length }) =>
          // An odd one out is a backquote of the text itself.
          i % 2 === 0 ? part : i === length - 1 ? `\`${part}` : <code key={i}>{part}</code>,
        )}
    </bdi>
  );
}
