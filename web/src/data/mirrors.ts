import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { rowOf } from '#shared/derive/row.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { recordNamed } from '#shared/records/index.ts';
import { createMirror, emptyMirror, type Mirror, type MirrorSnapshot } from './mirror.ts';
import { changesOf } from './records.ts';

/** Often enough that two people at work see each other's records, seldom enough to cost cents. */
const REFRESH_MS = 60_000;

const made = new Map<string, Mirror>();
export const mirrorOf = (record: AnyRecordType): Mirror => {
  let mirror = made.get(record.name);
  if (mirror === undefined) made.set(record.name, (mirror = createMirror((cursor) => changesOf(record, cursor))));
  return mirror;
};

/** What this browser has just saved is shown at once, without waiting for the next refresh. */
export const showSaved = (record: AnyRecordType, item: Stored) => mirrorOf(record).upsert(rowOf(record, item));

const visible = () => document.visibilityState === 'visible';

/** The mirror of a record type, loaded and kept fresh while a screen uses it. */
export const useMirror = (record: AnyRecordType): MirrorSnapshot => {
  const mirror = mirrorOf(record);
  useEffect(() => {
    void mirror.refresh();
    const timer = setInterval(() => void (visible() && mirror.refresh()), REFRESH_MS);
    return () => clearInterval(timer);
  }, [mirror]);
  return useSyncExternalStore(mirror.subscribe, mirror.snapshot);
};

const nothing = () => () => undefined;
/** The mirror as far as it is there, without loading it. `*` and unknown names have none. */
export const usePeek = (name: string | undefined): MirrorSnapshot => {
  const record = name === undefined ? undefined : recordNamed(name);
  const mirror = record && mirrorOf(record);
  return useSyncExternalStore(mirror?.subscribe ?? nothing, mirror?.snapshot ?? (() => emptyMirror));
};

/** Loads several mirrors. The answer changes whenever one of them does: their snapshots are read with `mirrorOf`. */
export const useMirrors = (names: readonly string[]): number => {
  const key = names.join(' ');
  const mirrors = useMemo(
    () =>
      key.split(' ').flatMap((name) => {
        const record = recordNamed(name);
        return record ? [mirrorOf(record)] : [];
      }),
    [key],
  );
  useEffect(() => {
    for (const mirror of mirrors) void mirror.refresh();
  }, [mirrors]);
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = mirrors.map((mirror) => mirror.subscribe(listener));
      return () => stops.forEach((stop) => stop());
    },
    [mirrors],
  );
  return useSyncExternalStore(subscribe, () => mirrors.reduce((sum, mirror) => sum + mirror.snapshot().stamp, 0));
};
