import { Problem } from '#shared/model/problem.ts';

/** The answer to whatever would change something while an agency closes its account, for requests and jobs alike. */
export const closes = () =>
  new Problem(
    'closing',
    'Your agency is closing its account: everything can be read and exported, and nothing can be changed. An administrator can cancel the closing.',
  );
