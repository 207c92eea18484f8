// A small bar from the middle: to the left what is less, to the right what is more.

/** The bar; what it says stands in the row's other cells. */
export function DifferenceBar({ bytes, most }: { readonly bytes: number; readonly most: number }) {
  const width = `${(Math.abs(bytes) / Math.max(most, 1)) * 50}%`;
  return (
    <span class="difference-bar" aria-hidden="true">
      {bytes !== 0 && (
        <span
          class={bytes > 0 ? 'fill-grown' : 'fill-shrunk'}
          style={bytes > 0 ? { left: '50%', width } : { right: '50%', width }}
        />
      )}
    </span>
  );
}
