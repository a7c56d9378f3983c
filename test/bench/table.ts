/** What was measured, beside what it may be. Never asserted: a bench tells, and machines differ. */
export interface Figure {
  readonly what: string;
  readonly measured: number;
  readonly unit: string;
  /** Absent for what is only of interest. */
  readonly budget?: { readonly most: number } | { readonly least: number };
}

const number = (n: number) => n.toLocaleString('en-US', { maximumFractionDigits: n < 10 ? 2 : 0 });

/** How much of the budget is used: below 1 is well. */
const ratio = ({ measured, budget }: Figure): string => {
  if (budget === undefined) return '';
  return ('most' in budget ? measured / budget.most : budget.least / measured).toFixed(2);
};

const allowed = ({ budget }: Figure): string => {
  if (budget === undefined) return '';
  return 'most' in budget ? `<= ${number(budget.most)}` : `>= ${number(budget.least)}`;
};

export const tableOf = (figures: readonly Figure[]): string => {
  const rows = [
    ['figure', 'measured', 'unit', 'budget', 'ratio'],
    ...figures.map((figure) => [figure.what, number(figure.measured), figure.unit, allowed(figure), ratio(figure)]),
  ];
  const widths = rows[0]?.map((_, n) => Math.max(...rows.map((row) => row[n]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row.map((text, n) => (n === 0 ? text.padEnd(widths[n] ?? 0) : text.padStart(widths[n] ?? 0))).join('  '),
    )
    .join('\n');
};
