import { join } from 'node:path';
import type { DeadLetter, Host } from './lambda/host.ts';
import { startMapping } from './streams/index.ts';
import type { Plan } from './template/plan.ts';

export interface MappingsOptions {
  readonly plan: Plan;
  readonly host: Host;
  readonly dynamoEndpoint: string;
  deadLetter: (letter: DeadLetter) => void;
  readonly dir: string | undefined;
  now: () => Date;
  log: (line: string) => void;
}

export interface Mappings {
  idle: () => Promise<void>;
  close: () => Promise<void>;
}

/** Starts every event source mapping of the template. */
export async function startMappings(options: MappingsOptions): Promise<Mappings> {
  const { plan, host, dynamoEndpoint, now, log } = options;
  const running = await Promise.all(
    plan.mappings.map(async ({ tableArn, ...mapping }) => {
      const table = plan.tables.find(({ arn }) => arn === tableArn);
      if (!table) throw new Error(`The mapping of ${mapping.functionName} reads a stream that no table here has.`);
      return startMapping(
        { ...mapping, tableName: table.name },
        {
          dynamoEndpoint,
          invoke: host.invoke,
          deadLetter: (queue: string, message: unknown) => {
            const source = queue.split(':').at(-1) ?? queue;
            options.deadLetter({
              at: now().toISOString(),
              source,
              reason: `given up by ${mapping.functionName}`,
              body: message,
            });
          },
          ...(options.dir !== undefined && { checkpointDir: join(options.dir, 'checkpoints') }),
          now,
          log,
          region: plan.region,
          accountId: plan.account,
        },
      );
    }),
  );
  return {
    idle: async () => {
      await Promise.all(running.map((one) => one.idle()));
    },
    close: async () => {
      await Promise.all(running.map((one) => one.close()));
    },
  };
}
