import { lazy, Suspense, useState } from 'react';
import { geometrySchema, type Geometry } from '#shared/geo/geometry.ts';
import { Button } from '#web/ui/button.tsx';
import { FieldGroup } from '#web/ui/field-frame.tsx';
import { TextInput } from '#web/ui/inputs.tsx';
import { Loading } from '#web/ui/messages.tsx';
import type { FieldInputProps } from './input.tsx';
import { useWords } from '#web/app/session.ts';
import { textOf } from './text.ts';

const MapPicker = lazy(() => import('./map-picker.tsx').then((m) => ({ default: m.MapPicker })));

const point = (longitude: number, latitude: number): Geometry => ({
  type: 'Point',
  coordinates: [Number(longitude.toFixed(7)), Number(latitude.toFixed(7))],
});

const denied =
  'Your position could not be read. Allow location for this site in the browser, go outside, or pick the place on the map.';

/** The device is asked for its position on a tap and never otherwise. */
const PositionButton = ({
  onFound,
  onFail,
}: {
  readonly onFound: (g: Geometry, metres: number) => void;
  readonly onFail: (why: string) => void;
}) => {
  const [busy, setBusy] = useState(false);
  const locate = () => {
    setBusy(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setBusy(false);
        onFound(point(coords.longitude, coords.latitude), coords.accuracy);
      },
      () => {
        setBusy(false);
        onFail(denied);
      },
      { enableHighAccuracy: true, timeout: 20_000, maximumAge: 10_000 },
    );
  };
  return (
    <Button look="outline" icon="position" busy={busy} onClick={locate}>
      {busy ? 'Finding your position…' : 'Use my position'}
    </Button>
  );
};

const Typed = ({ id, onUse }: { readonly id: string; readonly onUse: (g: Geometry) => void }) => {
  const [latitude, setLatitude] = useState('');
  const [longitude, setLongitude] = useState('');
  const [error, setError] = useState<string>();
  const use = () => {
    const read = geometrySchema.safeParse(point(Number(longitude), Number(latitude)));
    const complete = latitude.trim() !== '' && longitude.trim() !== '';
    setError(read.success && complete ? undefined : 'Write degrees, for example 47.6062 and -122.3321.');
    if (read.success && complete) onUse(read.data);
  };
  const native = { type: 'text', autoComplete: 'off' } as const;
  return (
    <details className="typed-place">
      <summary>Type coordinates</summary>
      <div className="pair">
        <TextInput
          id={`${id}-lat`}
          label="Latitude"
          value={latitude}
          onChange={setLatitude}
          native={native}
          error={error}
        />
        <TextInput id={`${id}-lon`} label="Longitude" value={longitude} onChange={setLongitude} native={native} />
      </div>
      <Button look="outline" onClick={use}>
        Use these coordinates
      </Button>
    </details>
  );
};

const asGeometry = (value: unknown): Geometry | undefined => {
  const read = geometrySchema.safeParse(value);
  return read.success ? read.data : undefined;
};

export const GeometryInput = ({ id, field, value, onChange, required, error }: FieldInputProps) => {
  const words = useWords();
  const [picking, setPicking] = useState(false);
  const [note, setNote] = useState<string>();
  const geometry = asGeometry(value);
  const drawn = geometry !== undefined && geometry.type !== 'Point';
  const set = (next: Geometry, said: string) => {
    onChange(next);
    setNote(said);
    setPicking(false);
  };
  return (
    <FieldGroup id={id} label={field.label} help={field.help} required={required} error={error}>
      <p className="place">{geometry ? textOf(field, geometry, words) : 'No place yet'}</p>
      {drawn ? (
        <p className="help">The shape came from an import and is kept as it is.</p>
      ) : (
        <>
          <div className="actions">
            <PositionButton
              onFound={(g, metres) =>
                set(g, `Your position, accurate to about ${Math.max(1, Math.round(metres * 3.28084))} feet.`)
              }
              onFail={setNote}
            />
            <Button look="outline" icon="map" aria-expanded={picking} onClick={() => setPicking(!picking)}>
              {picking ? 'Close the map' : 'Pick on the map'}
            </Button>
            {geometry && (
              <Button look="quiet" onClick={() => onChange('')}>
                Remove the place
              </Button>
            )}
          </div>
          {picking && (
            <Suspense fallback={<Loading>Loading the map…</Loading>}>
              <MapPicker start={geometry} onPick={([lon, lat]) => set(point(lon, lat), 'Picked on the map.')} />
            </Suspense>
          )}
          <Typed id={id} onUse={(g) => set(g, 'Coordinates taken over.')} />
        </>
      )}
      <p className="help" role="status">
        {note}
      </p>
    </FieldGroup>
  );
};
