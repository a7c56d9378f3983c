import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import * as z from 'zod';

const interaction = z.object({ response: z.object({ status_code: z.int() }).nullish() });
const event = z.object({
  ScenarioFinished: z
    .object({
      status: z.string(),
      recorder: z.object({ label: z.string(), interactions: z.record(z.string(), interaction).default({}) }),
    })
    .optional(),
  NonFatalError: z.object({ label: z.string() }).optional(),
});

export interface Tried {
  failed: boolean;
  readonly statuses: Set<number>;
}

/** What came of each operation, as `METHOD path`. The report grows while the run goes on, so that a cut one counts. */
export const readReport = async (path: string): Promise<ReadonlyMap<string, Tried>> => {
  const tried = new Map<string, Tried>();
  const of = (label: string): Tried => {
    const one = tried.get(label) ?? { failed: false, statuses: new Set<number>() };
    tried.set(label, one);
    return one;
  };
  if (!existsSync(path)) return tried;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    const { ScenarioFinished: finished, NonFatalError: error } = event.parse(JSON.parse(line));
    if (error) of(error.label).failed = true;
    if (!finished) continue;
    const one = of(finished.recorder.label);
    one.failed ||= !['success', 'skip', 'interrupted'].includes(finished.status);
    for (const { response } of Object.values(finished.recorder.interactions))
      if (response) one.statuses.add(response.status_code);
  }
  return tried;
};
