import type * as z from 'zod';
import { profileSchema } from './profile.ts';

/** What is removed from the copies for one request. Hidden data of files needs its own ground before a copy is made. */
export const redactionsSchema = profileSchema.omit({ source: true }).partial({ fileMetadata: true });
export type RedactionSet = z.output<typeof redactionsSchema>;
