import type { ImportState } from '#web/data/jobs.ts';

export const stateText: Readonly<Record<ImportState, string>> = {
  waiting: 'Waiting for the file',
  read: 'Columns to be matched',
  checking: 'Being checked',
  checked: 'Checked, not yet written',
  running: 'Being written',
  done: 'Done',
  undoing: 'Being undone',
  undone: 'Undone',
  failed: 'Stopped',
};

export const stateTone: Readonly<Record<ImportState, 'plain' | 'info' | 'good' | 'bad'>> = {
  waiting: 'plain',
  read: 'plain',
  checking: 'info',
  checked: 'info',
  running: 'info',
  done: 'good',
  undoing: 'info',
  undone: 'plain',
  failed: 'bad',
};
