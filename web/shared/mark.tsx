// The load line on a ship's side: a ring with a line through it.

/** The mark, as an ornament. */
export function Mark({ size = 22 }: { readonly size?: number }) {
  return (
    <svg class="mark" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
      <circle cx="12" cy="12" r="7.5" fill="none" stroke="currentColor" stroke-width="2.4" />
      <path d="M1 12h22" stroke="currentColor" stroke-width="2.4" />
    </svg>
  );
}
