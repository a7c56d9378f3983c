/**
 * Keeps what was made for an agency, for the next request of the same one. Of more than `most` agencies, the one that
 * was not heard from for longest is forgotten and made anew when it comes back.
 */
export const perTenant = <T>(make: (tenantId: string) => T, most = 100): ((tenantId: string) => T) => {
  const kept = new Map<string, { readonly made: T }>();
  return (tenantId) => {
    const found = kept.get(tenantId) ?? { made: make(tenantId) };
    // A Map is in the order of insertion: what was used last goes to its end.
    kept.delete(tenantId);
    kept.set(tenantId, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return found.made;
  };
};
