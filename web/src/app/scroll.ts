import type { AnyRouter } from '@tanstack/react-router';

/**
 * Back returns to where a list was left; any other way begins at the top. Kept in memory, because the router's own
 * way writes to the session storage and nothing may stay on the device.
 */
export const keepScroll = (router: AnyRouter) => {
  const places = new Map<string, number>();
  const keyOf = (state: { readonly __TSR_key?: string }) => state.__TSR_key ?? '';
  router.subscribe('onBeforeNavigate', ({ fromLocation }) => {
    if (fromLocation) places.set(keyOf(fromLocation.state), scrollY);
  });
  router.subscribe('onRendered', ({ fromLocation, toLocation, pathChanged }) => {
    if (fromLocation !== undefined && pathChanged) scrollTo(0, places.get(keyOf(toLocation.state)) ?? 0);
  });
};
