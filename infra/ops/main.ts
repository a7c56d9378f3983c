import * as z from 'zod';
import type { OperatorDesk } from '#functions/lib/usecases/tenants.ts';
import { Problem } from '#shared/model/problem.ts';
import { verify } from './audit.ts';
import { commandOf, Usage, type Command } from './command.ts';
import { help } from './help.ts';
import { bringArchive } from './import-archive.ts';
import { redrive } from './redrive.ts';
import { restore } from './restore.ts';
import { targetOf, type Target } from './target.ts';
import { create, invite, list, resume, show, suspend, type Answer } from './tenants.ts';

/** Beside the answer, so that a script that reads the answer is not disturbed. */
const say = (line: string): void => {
  console.error(line);
};

const run = (desk: OperatorDesk, target: Target, command: Command): Promise<Answer> => {
  switch (command.verb) {
    case 'create':
      return create(desk, command, say);
    case 'invite':
      return invite(desk, command);
    case 'suspend':
      return suspend(desk, command);
    case 'resume':
      return resume(desk, command);
    case 'list':
      return list(desk, command);
    case 'show':
      return show(desk, command);
    case 'redrive':
      return redrive(desk, target, command, say);
    case 'restore':
      return restore(desk, target, command, say);
    case 'verify':
      return verify(desk, target.archive, command, say);
    case 'import-archive':
      return bringArchive(desk, target, command, say);
  }
};

const sentence = (error: unknown): string => {
  if (error instanceof Problem) return [error.message, ...error.errors.map(({ message }) => message)].join('\n');
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message || error.name : String(error);
};

const main = async (args: readonly string[]): Promise<void> => {
  const command = commandOf(args);
  if (command === undefined) {
    console.log(help);
    return;
  }
  const target = await targetOf(command);
  const { where, table, accounts } = target;
  say(`On ${where}`);
  const { text, json } = await run({ table, accounts, now: new Date().toISOString() }, target, command);
  console.log(command.json ? JSON.stringify(json) : text);
};

try {
  await main(process.argv.slice(2));
} catch (error) {
  say(sentence(error));
  if (error instanceof Usage) say('`npm run ops -- --help` lists the commands.');
  process.exitCode = error instanceof Usage ? 2 : 1;
}
