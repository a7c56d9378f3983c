import { count } from '#web/fields/text.ts';
import { mappable, styleOf, type LoadedLayer } from '#web/records/map-layers.ts';
import { markPath } from '#web/ui/map/marks.ts';

const Mark = ({ name }: { readonly name: string }) => {
  const { colour, shape } = styleOf(name);
  return (
    <svg className="legend-mark" viewBox="0 0 24 24" aria-hidden="true">
      <path d={markPath(shape, 24)} fill={colour} />
    </svg>
  );
};

interface LegendProps {
  readonly loaded: readonly LoadedLayer[];
  readonly shown: readonly string[];
  readonly onToggle: (name: string) => void;
}

/** What the marks mean, and which of them are on the map. */
export const Legend = ({ loaded, shown, onToggle }: LegendProps) => (
  <fieldset className="legend">
    <legend className="label">Layers</legend>
    {mappable.map(({ name, label }) => {
      const on = loaded.find(({ record }) => record.name === name);
      return (
        <label key={name} className="tile">
          <input type="checkbox" checked={shown.includes(name)} onChange={() => onToggle(name)} />
          <Mark name={name} />
          <span>
            {label.many}
            {on && <span className="help"> {count(on.layer.features.features.length)}</span>}
          </span>
        </label>
      );
    })}
  </fieldset>
);
