import { useState } from 'react';
import { TextInput } from '#web/ui/inputs.tsx';
import { percentText, withSide, type Rect } from './rect.ts';

const labels = { x: 'From the left', y: 'From the top', width: 'Width', height: 'Height' } as const;
type Side = keyof typeof labels;

/** The place in numbers: for whoever does not draw, and for the last percent. */
export const PlaceFields = ({ rect, onChange }: { readonly rect: Rect; readonly onChange: (rect: Rect) => void }) => {
  // What is being typed stays as it was typed; all else follows the area.
  const [typed, setTyped] = useState<{ side: Side; text: string }>();
  return (
    <div className="place-fields" onBlur={() => setTyped(undefined)}>
      {(Object.keys(labels) as Side[]).map((side) => {
        const text = typed?.side === side ? typed.text : percentText(rect[side]);
        return (
          <TextInput
            key={side}
            id={`area-${side}`}
            label={labels[side]}
            unit="%"
            error={withSide(rect, side, text) === undefined ? 'From 0 to 100.' : undefined}
            value={text}
            onChange={(next) => {
              setTyped({ side, text: next });
              const placed = withSide(rect, side, next);
              if (placed) onChange(placed);
            }}
            native={{ inputMode: 'decimal', maxLength: 5 }}
          />
        );
      })}
    </div>
  );
};
