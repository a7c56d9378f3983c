import * as z from 'zod';

/** The trigger works on its event alone: nothing to be told, nothing to reach. */
export const environment = z.object({});
