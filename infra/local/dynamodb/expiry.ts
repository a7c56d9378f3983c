/**
 * dynoxide deletes nothing by itself. Its own sweep is used rather than a DeleteItem of ours because only it writes the
 * mark of a service deletion into the stream record, where it survives a restart of the reader.
 */
export async function sweepExpired(tools: { url: string; token: string }, tableName: string): Promise<number> {
  const response = await fetch(tools.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      authorization: `Bearer ${tools.token}`,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'sweep_ttl', arguments: { table_name: tableName } },
    }),
  });
  const answer = await response.text();
  const deleted = /items_deleted\\":(\d+)/.exec(answer)?.[1];
  if (deleted === undefined)
    throw new Error(`The sweep of ${tableName} failed: ${response.status} ${answer.slice(0, 300)}`);
  return Number(deleted);
}
