/** How long a nightly copy of the table is kept. After that it is gone, and with it what was erased since it was made. */
export const BACKUP_DAYS = 90;

/** How many days back the table can be restored to any second: the longest that DynamoDB offers. */
export const RECOVERY_DAYS = 35;
