/** The only place under infra/local that reads the environment. */
export const environment = {
  /** A running DynamoDB-compatible server, for systems that have no dynoxide package. */
  dynamodbEndpoint: process.env['DYNAMODB_ENDPOINT'],
  /** Of the site. */
  port: Number(process.env['PORT'] ?? 3000),
};

/** For a child process that needs the path and the home folder of this one, with a few variables more. */
export const inherited = (more: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({ ...process.env, ...more });

/** Lambda's clock is UTC; worker threads share the time zone of the process. */
export function useUtc(): void {
  process.env['TZ'] = 'UTC';
}
