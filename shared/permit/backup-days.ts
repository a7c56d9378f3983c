/** How long a nightly copy of the table is kept. After that it is gone, and with it what was erased since it was made. */
export const BACKUP_DAYS = 90;
