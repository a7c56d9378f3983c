import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import initSqlJs from 'sql.js';
import { freePorts, startChild, stopChild } from './child.ts';
import type { DatabaseFolder } from './folder.ts';

/**
 * dynoxide finds a stream's next sequence number by reading all of its records: measured here, 1,300 writes/s at the
 * start fall to 170/s after 10,000 (in memory just the same). This index keeps them above 2,000/s throughout.
 */
const streamIndex = `CREATE INDEX IF NOT EXISTS stream_sequence ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`;

const removeDatabase = (file: string) => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
};

/**
 * The index can be made only while the server is stopped. It is made once, on a new empty database that gets its name
 * when it is complete: a database that exists is therefore an indexed one, whatever was interrupted.
 */
export async function prepareDatabase(binary: string, folder: DatabaseFolder): Promise<void> {
  const file = folder.database;
  if (existsSync(file)) return;
  const draft = `${file}.new`;
  removeDatabase(draft);
  const child = await startChild(binary, draft, await freePorts());
  folder.record(child.process.pid);
  await stopChild(child.process);
  const sql = await initSqlJs();
  const database = new sql.Database(readFileSync(draft));
  database.run(streamIndex);
  writeFileSync(draft, database.export());
  database.close();
  renameSync(draft, file);
}
