/** One event-source mapping of the template: which stream feeds which function, and under which rules. */
export interface MappingPlan {
  tableName: string;
  functionName: string;
  /** Lambda filter patterns; a record goes through when any of them matches, or when there are none. */
  filters: object[];
  batchSize: number;
  batchWindowSeconds: number;
  /** Split a failing batch in two until the record at fault stands alone. */
  bisect: boolean;
  /** -1 = for ever. */
  maxRetries: number;
  /** -1 or absent = no limit. */
  maxAgeSeconds?: number;
  reportBatchItemFailures: boolean;
  /** The queue that learns of records given up; without it they are only logged. */
  dlq?: string;
  startingPosition: string;
}

export interface MappingDependencies {
  dynamoEndpoint: string;
  /** Resolves with what the handler returned; rejects with what it threw. */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  deadLetter(queue: string, message: object): void | Promise<void>;
  /** Where the mapping keeps its place; without it a restart begins anew. */
  checkpointDir?: string;
  now(): Date;
  log(line: string): void;
  /** As the handlers are to see them; the database itself knows neither. */
  region?: string;
  accountId?: string;
}
