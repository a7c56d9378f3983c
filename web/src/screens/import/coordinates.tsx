import { useQuery } from '@tanstack/react-query';
import { sentenceOf } from '#web/data/problem.ts';
import type { Column, ImportJob, Mapping } from '#web/data/jobs.ts';
import { Select } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { firstCoordinates, inDegrees, placeText, systemOptions } from './first-place.ts';

interface Props {
  readonly job: ImportJob;
  readonly mapping: Mapping;
  readonly columns: readonly Column[];
  readonly error: string | undefined;
  readonly onChange: (mapping: Mapping) => void;
}

const without = (mapping: Mapping, key: 'longitude' | 'latitude' | 'coordinateSystem'): Mapping => {
  const { [key]: _before, ...rest } = mapping;
  return rest;
};

const PositionColumns = ({ mapping, columns, onChange }: Pick<Props, 'mapping' | 'columns' | 'onChange'>) => {
  const options = columns.map(({ name }) => ({ value: name, label: name }));
  const projected = mapping.coordinateSystem !== undefined;
  const set = (key: 'longitude' | 'latitude', value: string) =>
    onChange(value === '' ? without(mapping, key) : { ...mapping, [key]: value });
  return (
    <div className="pair">
      <Select
        id="map-latitude"
        label={projected ? 'Northing (Y) column' : 'Latitude column'}
        empty="No coordinates"
        options={options}
        value={mapping.latitude ?? ''}
        onChange={(v) => set('latitude', v)}
      />
      <Select
        id="map-longitude"
        label={projected ? 'Easting (X) column' : 'Longitude column'}
        empty="No coordinates"
        options={options}
        value={mapping.longitude ?? ''}
        onChange={(v) => set('longitude', v)}
      />
    </div>
  );
};

const where = { crs: 'in its “crs” member', prj: 'in its .prj' } as Readonly<Record<string, string>>;

/** What the coordinates mean, and where the first of them would lie: a wrong system is seen before it is used. */
export const CoordinatesPanel = ({ job, mapping, columns, error, onChange }: Props) => {
  const first = firstCoordinates(job, mapping, columns);
  const { data: places, error: unloaded } = useQuery({
    queryKey: ['coordinate-systems'],
    queryFn: () => import('./places.ts'),
    staleTime: Infinity,
  });
  const declared = job.coordinates?.declared;
  const chosen = mapping.coordinateSystem;
  const system = places?.coordinateSystems.find(({ id }) => id === chosen);
  const placed = first && (system === undefined ? inDegrees(first) : places?.toWgs84(system)(...first));
  return (
    <Panel title="Coordinates">
      {declared && (
        <p>
          The file says that its coordinates are in <strong>{declared.name}</strong>,{' '}
          {where[declared.by] ?? declared.by}.
        </p>
      )}
      {job.order.format === 'csv' && <PositionColumns mapping={mapping} columns={columns} onChange={onChange} />}
      <Select
        id="map-coordinateSystem"
        label="Coordinate system"
        help="NAD83 is taken as WGS 84. The two differ by three to seven feet."
        error={error}
        empty="Longitude and latitude in degrees (WGS 84)"
        options={systemOptions(places?.coordinateSystems ?? [], chosen)}
        value={chosen ?? ''}
        onChange={(v) =>
          onChange(v === '' ? without(mapping, 'coordinateSystem') : { ...mapping, coordinateSystem: v })
        }
      />
      {unloaded && <Alert tone="error">{sentenceOf(unloaded)}</Alert>}
      <div role="status">
        {placed && 'position' in placed && (chosen === undefined || system) && (
          <p>
            The first place in the file would lie at <strong>{placeText(placed.position)}</strong>. If that is not in
            your area, choose another coordinate system.
          </p>
        )}
        {placed && 'message' in placed && <Alert tone="warning">{placed.message}</Alert>}
      </div>
    </Panel>
  );
};
