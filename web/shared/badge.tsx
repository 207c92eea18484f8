// A word in a small frame: how severe, whose, whether it shows.
import type { ComponentChildren } from 'preact';

/** What the badge says by its colour; its text says the same. */
export type BadgeKind = 'error' | 'warning' | 'advice' | 'good' | 'plain';

/** The badge. */
export function Badge({
  kind,
  children,
}: {
  readonly kind: BadgeKind;
  readonly children: ComponentChildren;
}) {
  return <span class={`badge badge-${kind}`}>{children}</span>;
}
