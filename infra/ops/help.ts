/** Shown by --help, and after a command that could not be read. */
export const help = `Usage: npm run ops -- <tenant or audit> <command> [options]

  tenant create --name <agency> --time-zone <zone> --admin-name <person> --admin-email <address> [--id <id>]
      Makes an agency and invites its first administrator by e-mail. The id is printed first: if the command is
      interrupted, repeat it with --id and it finishes.
  tenant invite <id>
      Sends the first administrator a new invitation, if the first one was lost or has run out.
  tenant suspend <id> --reason <why>
      Keeps everybody of the agency out from their next request on. Nothing is deleted.
  tenant resume <id>
      Lets them sign in again.
  tenant list [--limit <1-100>] [--after <id>]
      Ids, names and states.
  tenant show <id> [--people]
      Settings and how many people there are; who they are only with --people.
  tenant restore <id> --from <table> [--type <record type>] --reason "..." [--write]
      Brings records back to what a copy of the table holds, one agency alone. Shows what it would do; --write does it,
      as new versions by the operator. What came after the copy stays. Repeat it if it is interrupted.
  tenant import-archive <id> --file <export.zip> [--go-on]
      Fills an empty agency with the archive of another one: records with their ids and versions, their history, photos
      and documents, settings, and the names of its people. --go-on takes an interrupted import up again.
  audit verify --tenant <id> [--archive-only]
      Proves that every version of every record has its entry and that none was altered, dropped, moved or added; then
      that the archive is ours, unbroken, and says the same as the table. Names the first break, and ends with 1.
      With --archive-only the archive is proven by itself; the table is not asked.
  audit redrive --tenant <id>
      Sends changes in again that were set aside: the very ones, while the stream still has them (24 hours); then, for
      each record of the agency whose history ends before its newest version, what it holds now. Says which was done.
      Repeat it if it is interrupted.

Options of every command
  --stage <name>    that stage on AWS, with your own credentials; otherwise the local system that runs here
  --local <folder>  the state folder of the local system, if it is not .local
  --json            the answer as JSON, for scripts
  --help            this text

It ends with 0 when it is done, 1 when it was refused or failed, 2 when the command could not be read.`;
