/** Never ends by itself: a busy loop that only terminating the worker stops. */
export function handler(): Promise<void> {
  for (;;);
}
