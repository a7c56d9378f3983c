import * as z from 'zod';
import type { Assembly } from './assembly.ts';
import type { Plan } from './plan.ts';
import type { Located } from './resolve.ts';

export interface Place extends Located {
  readonly assembly: Assembly;
  readonly ref: string;
  /** The name the application gave the resource in its metadata (`stormledger:function`), for people. */
  readonly label?: string;
  arn: () => string;
}

/** A resource type that runs here: the properties that are understood, and what they add to the plan. */
export interface Kind {
  read: (input: unknown) => z.ZodSafeParseResult<unknown>;
  add: (plan: Plan, at: Place, input: unknown) => void;
}

export function kind<S extends z.ZodType>(schema: S, add: (plan: Plan, at: Place, its: z.output<S>) => void): Kind {
  return {
    read: (input) => schema.safeParse(input),
    add: (plan, at, input) => add(plan, at, schema.parse(input)),
  };
}

/** A property that is read past, because it has no effect on one machine; the reason is for the reader. */
export const noEffect = (reason: string) => z.unknown().optional().describe(reason);

export const tags = noEffect('Tags do not change behaviour.');
export const text = z.string();
export const texts = z.array(z.string());

/** CDK ends logical ids with eight hex digits; people know the resource by what stands before. */
export const withoutHash = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');
