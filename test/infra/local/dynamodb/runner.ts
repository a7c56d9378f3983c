import { startDynamo } from '#infra/local/dynamodb/index.ts';
import { aTable } from './a-table.ts';

/** A runner for the tests to kill: starts a database, in the folder named on its command line if there is one. */
const [dir] = process.argv.slice(2);
const dynamo = await startDynamo({ ...(dir !== undefined && { dir }), log: () => undefined });
await dynamo.createTable(aTable());
console.log(dynamo.endpoint);
