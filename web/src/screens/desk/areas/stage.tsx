import { useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { byKey, drawn, moved, placeText, resized, type Rect, type Spot } from './rect.ts';

const sides = ({ x, y, width, height }: Rect) => ({
  left: `${x * 100}%`,
  top: `${y * 100}%`,
  width: `${width * 100}%`,
  height: `${height * 100}%`,
});

/** Areas as they are in the copy: black, each with its number in the list. */
export const Black = ({ areas }: { readonly areas: readonly (Rect & { readonly number: number })[] }) =>
  areas.map(({ number, ...rect }) => (
    <span key={number} className="area area-black" style={sides(rect)} aria-hidden="true">
      <span>{number}</span>
    </span>
  ));

interface StageProps {
  /** The picture or page. */
  readonly children: ReactNode;
  readonly black: readonly (Rect & { readonly number: number })[];
  readonly draft: Rect | undefined;
  /** A finger draws only while asked to: it scrolls the page otherwise. */
  readonly drawing: boolean;
  readonly onDraft: (rect: Rect) => void;
  readonly onDrawn: () => void;
}

type Hold = { readonly from: Spot; readonly was?: Rect; readonly corner?: true };

/** What follows the pointer: a new area, the one that is being placed, or its lower right corner. */
const usePointer = ({ draft, drawing, onDraft, onDrawn }: Omit<StageProps, 'children' | 'black'>) => {
  const stage = useRef<HTMLDivElement>(null);
  const hold = useRef<Hold>(undefined);
  const spotOf = ({ clientX, clientY }: PointerEvent): Spot => {
    const box = stage.current?.getBoundingClientRect();
    if (!box) return { x: 0, y: 0 };
    const share = (at: number, of: number) => Math.min(Math.max(at / of, 0), 1);
    return { x: share(clientX - box.left, box.width), y: share(clientY - box.top, box.height) };
  };
  const take = (e: PointerEvent, held: Omit<Hold, 'from'>) => {
    if (e.button !== 0) return;
    e.stopPropagation();
    stage.current?.setPointerCapture(e.pointerId);
    hold.current = { ...held, from: spotOf(e) };
  };
  return {
    stage,
    onPick: (e: PointerEvent, corner?: true) => draft && take(e, { was: draft, ...(corner && { corner }) }),
    onDown: (e: PointerEvent) => {
      if (drawing || e.pointerType !== 'touch') take(e, {});
    },
    onMove: (e: PointerEvent) => {
      const held = hold.current;
      if (held === undefined) return;
      const to = spotOf(e);
      const by = { x: to.x - held.from.x, y: to.y - held.from.y };
      if (held.was === undefined) {
        // A click that shook is no area.
        if (Math.abs(by.x) > 0.01 || Math.abs(by.y) > 0.01) onDraft(drawn(held.from, to));
      } else onDraft(held.corner ? resized(held.was, by) : moved(held.was, by));
    },
    onUp: () => {
      if (hold.current !== undefined && hold.current.was === undefined) onDrawn();
      hold.current = undefined;
    },
  };
};

/** A picture on which areas are placed, by pointer or by keys. Numbers can be typed beside it instead. */
export const Stage = ({ children, black, ...placing }: StageProps) => {
  const { draft, drawing, onDraft } = placing;
  const { stage, onPick, onDown, onMove, onUp } = usePointer(placing);
  const onKeyDown = (e: KeyboardEvent) => {
    const next = draft && byKey(draft, e);
    if (next === undefined) return;
    e.preventDefault();
    onDraft(next);
  };
  return (
    <div
      ref={stage}
      className={drawing ? 'stage is-drawing' : 'stage'}
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={onUp}
    >
      {children}
      <Black areas={black} />
      {draft && (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- as an application it is interactive
        <div
          id="area-draft"
          className="area area-draft"
          style={sides(draft)}
          // Arrow keys must reach it, also where a screen reader takes them for itself elsewhere.
          role="application"
          aria-label="The area that you are placing"
          aria-describedby="area-keys"
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is moved by keys
          tabIndex={0}
          onKeyDown={onKeyDown}
          onPointerDown={(e) => onPick(e)}
        >
          <span className="area-corner" onPointerDown={(e) => onPick(e, true)} />
        </div>
      )}
      <span className="hidden-text" role="status">
        {draft && placeText(draft)}
      </span>
    </div>
  );
};
