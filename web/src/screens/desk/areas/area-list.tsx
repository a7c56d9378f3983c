import { Button } from '#web/ui/button.tsx';
import type { Marked } from './area-rules.ts';
import { placeText } from './rect.ts';

/** What is black in the copy of this file, numbered as on the picture. */
export const AreaList = ({
  marked,
  busy,
  onChange,
  onRemove,
}: {
  readonly marked: readonly Marked[];
  readonly busy: boolean;
  readonly onChange: (one: Marked) => void;
  readonly onRemove: (one: Marked) => void;
}) =>
  marked.length === 0 ? (
    <p className="none">Nothing is blacked out yet.</p>
  ) : (
    <ol className="entries">
      {marked.map((one, n) => (
        <li key={`${one.rule.id}:${one.at}`} className="entry">
          <p>
            <strong>
              Area {n + 1}
              {one.area.page === undefined ? '' : `, page ${one.area.page}`}
            </strong>
            : {placeText(one.area)}
          </p>
          <p className="card-facts">
            <span>{one.rule.exemption.code}</span>
            <span>{one.rule.exemption.citation}</span>
            <span>{one.rule.reason}</span>
          </p>
          <div className="actions">
            <Button look="quiet" onClick={() => onChange(one)}>
              Change<span className="hidden-text"> area {n + 1}</span>
            </Button>
            <Button look="quiet" busy={busy} onClick={() => onRemove(one)}>
              Remove<span className="hidden-text"> area {n + 1}</span>
            </Button>
          </div>
        </li>
      ))}
    </ol>
  );
