import { tenantStore, type Table } from '#functions/lib/store/index.ts';
import type { DeedOf } from './record-routes.ts';

/** A request's deed on a table: the store of the caller's own agency, and what is written down about the change. */
export const deedOn =
  (table: Table): DeedOf =>
  ({ principal, now, requestId }, reason) => ({
    store: tenantStore(table, principal),
    principal,
    by: { principal, at: now, requestId, source: 'web', ...(reason === undefined ? {} : { reason }) },
  });
