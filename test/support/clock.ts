import { moveClock } from '#infra/local/lambda/moved-clock.ts';

const DAY_MS = 86_400_000;
let ahead = 0;

/**
 * Moves the clock of everything in this process, and with it that of the functions of a stack that runs here. It goes
 * on by itself. What people hold grows old with it: sessions end, links expire.
 */
export const forward = ({ days = 0, minutes = 0 }: { readonly days?: number; readonly minutes?: number }): void => {
  ahead += days * DAY_MS + minutes * 60_000;
  moveClock(ahead);
};

export const backToToday = (): void => {
  ahead = 0;
  moveClock(0);
};
