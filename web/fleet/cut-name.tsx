// A name whose middle goes where there is no room: names of one fleet begin alike, and differ at their ends.
import { makeVisible } from '../../src/report/visible-text.ts';

const TAIL_LETTERS = 16;

/** The name; those who copy or hear it get all of it. */
export function CutName({ of }: { readonly of: string }) {
  const text = makeVisible(of);
  const cut = Math.max(0, text.length - TAIL_LETTERS);
  return (
    <bdi class="cut" title={text}>
      <span>{text.slice(0, cut)}</span>
      <span>{text.slice(cut)}</span>
    </bdi>
  );
}
