import * as z from 'zod';

/** Made once: to make a schema takes a hundred times what it takes to use it. */
const id = z.uuid();

/** The id that a path names, in small letters; undefined for what is no id and so can be nothing of ours. */
export const pathId = ({ params }: { readonly params: Readonly<Record<string, string>> }): string | undefined =>
  id.safeParse(params['id']).data?.toLowerCase();
