import * as z from 'zod';

/** Given to every function that has a route, where the route is made (infra/constructs/http-routes.ts). */
const environment = z.object({
  /** ARN of the secret that only the edge sends. */
  ORIGIN_PROOF: z.string().min(1),
});

let known: z.infer<typeof environment> | undefined;
export const env = (): z.infer<typeof environment> => (known ??= environment.parse(process.env));
