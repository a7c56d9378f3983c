const DAY_MS = 86_400_000;

/** A clock for `startStack({ now })` that a test moves. It goes on by itself, and never back. */
export const movableClock = () => {
  let ahead = 0;
  return {
    now: () => new Date(Date.now() + ahead),
    forward: ({ days = 0, minutes = 0 }: { readonly days?: number; readonly minutes?: number }): void => {
      ahead += days * DAY_MS + minutes * 60_000;
    },
  };
};
