import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Bounds } from '#shared/geo/geometry.ts';
import { useWords } from '#web/app/session.ts';
import { titleOf } from '#web/fields/title.ts';
import { count } from '#web/fields/text.ts';
import { geometryOf, inBounds, type LoadedLayer } from '#web/records/map-layers.ts';

const LISTED = 12;

interface InViewProps {
  readonly loaded: readonly LoadedLayer[];
  readonly bounds: Bounds | undefined;
  readonly onChoose: (layer: string, id: string) => void;
}

/** The map in words: what lies in the window, for people who do not see it or do not use a pointer. */
export const InView = ({ loaded, bounds, onChoose }: InViewProps) => {
  const words = useWords();
  const found = useMemo(
    () =>
      bounds === undefined
        ? []
        : loaded.flatMap(({ record, rows }) =>
            rows.flatMap((row) => {
              const geometry = row.archivedAt === undefined ? geometryOf(record, row) : undefined;
              return geometry && inBounds(geometry, bounds) ? [{ record, row }] : [];
            }),
          ),
    [loaded, bounds],
  );
  return (
    <details className="in-view">
      <summary>In this part of the map: {count(found.length)}</summary>
      <ul className="plain-list">
        {found.slice(0, LISTED).map(({ record, row }) => (
          <li key={row.id}>
            <button type="button" className="link-button" onClick={() => onChoose(record.name, row.id)}>
              {titleOf(record, row.values, words)} ({record.label.one.toLowerCase()})
            </button>
          </li>
        ))}
      </ul>
      {found.length > LISTED && <p className="help">Zoom in to see the rest, or use the lists.</p>}
      <ul className="plain-list">
        {loaded.map(({ record }) => (
          <li key={record.name}>
            <Link className="list-of" to="/$list" params={{ list: record.path }}>
              List of {record.label.many.toLowerCase()}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
};
