import type { ImportJob } from '#web/data/jobs.ts';

const steps = ['Upload', 'Match columns', 'Check', 'Import'] as const;
const stepOf = {
  waiting: 0,
  read: 1,
  checking: 2,
  checked: 2,
  running: 3,
  done: 4,
  undoing: 4,
  undone: 4,
  failed: 1,
} as const;

/** Where an import stands, for the eye and for the ear. */
export const Steps = ({ job }: { readonly job: ImportJob }) => (
  <ol className="steps" aria-label="Steps of the import">
    {steps.map((step, n) => (
      <li
        key={step}
        className={n < stepOf[job.state] ? 'step-done' : ''}
        aria-current={n === stepOf[job.state] ? 'step' : undefined}
      >
        {step}
      </li>
    ))}
  </ol>
);
