import * as z from 'zod';

const line = (max: number) => z.string().trim().min(1, 'Write something here.').max(max, `At most ${max} characters.`);

/** What a deletion rests on. It is printed at the deletion and in the log, with the reason. */
export const exemptionSchema = z.strictObject({ code: line(40), citation: line(200) });
export type Exemption = z.output<typeof exemptionSchema>;

export const reasonSchema = line(400);
