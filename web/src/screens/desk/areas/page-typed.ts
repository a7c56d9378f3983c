/** A page as somebody typed it; undefined when there is none of that number. */
export const pageTyped = (typed: string, pages: number): number | undefined =>
  /^\d{1,5}$/.test(typed.trim()) && Number(typed) >= 1 && Number(typed) <= pages ? Number(typed) : undefined;
