// The focus after what had it is gone: who walks by keyboard goes on where the walk led.

/** Focuses what `find` finds, once all is drawn, unless something has the focus then. */
export function keepFocus(find: () => HTMLElement | null | undefined): void {
  requestAnimationFrame(() =>
    setTimeout(() => {
      if (document.activeElement === document.body) find()?.focus({ preventScroll: true });
    }),
  );
}
