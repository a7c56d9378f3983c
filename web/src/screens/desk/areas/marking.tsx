import { useState } from 'react';
import type { Stored } from '#shared/model/record.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { GroundDialog } from '#web/screens/desk/ground-dialog.tsx';
import { lastGround, useRedactions } from '#web/screens/desk/use-redactions.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { AreaList } from './area-list.tsx';
import { markedIn, withArea, withoutArea, type Marked } from './area-rules.ts';
import { Picture } from './picture.tsx';
import { PlaceFields } from './place-fields.tsx';
import type { Rect } from './rect.ts';
import { Stage } from './stage.tsx';

/** The one area that is being placed; `was` when it is one that is there already. */
interface Draft {
  readonly rect: Rect;
  readonly was?: Marked;
}

/** In the middle, where it is seen, for whoever places it by keys or numbers. */
const MIDDLE: Rect = { x: 0.4, y: 0.4, width: 0.2, height: 0.2 };

const focusDraft = () => requestAnimationFrame(() => document.getElementById('area-draft')?.focus());

const rectOf = ({ x, y, width, height }: Rect): Rect => ({ x, y, width, height });

const DraftPanel = ({
  draft,
  onRect,
  onKeep,
  onDrop,
}: {
  readonly draft: Draft;
  readonly onRect: (rect: Rect) => void;
  readonly onKeep: () => void;
  readonly onDrop: () => void;
}) => (
  <Panel title={draft.was ? 'Change this area' : 'New area'}>
    <p id="area-keys" className="help">
      Drag it, or its corner. With the keyboard: arrow keys move it, Shift and arrow keys change its size.
    </p>
    <PlaceFields rect={draft.rect} onChange={onRect} />
    <div className="actions">
      <Button onClick={onKeep}>Black out this area</Button>
      <Button look="quiet" onClick={onDrop}>
        Cancel
      </Button>
    </div>
  </Panel>
);

export const Marking = ({ requestId, file }: { readonly requestId: string; readonly file: Stored }) => {
  const { query, save } = useRedactions(requestId);
  const [draft, setDraft] = useState<Draft>();
  const [drawing, setDrawing] = useState(false);
  const [ready, setReady] = useState(false);
  const [grounding, setGrounding] = useState(false);
  const [said, setSaid] = useState('');
  if (query.error)
    return (
      <Alert tone="error">
        <p>{sentenceOf(query.error)}</p>
      </Alert>
    );
  if (query.data === undefined) return <Loading />;
  const marked = markedIn(query.data.rules, file.id);
  const numbered = marked.map((one, n) => ({ ...one, number: n + 1 }));
  const black = numbered
    .filter(({ rule, at }) => !(draft?.was?.rule.id === rule.id && draft.was.at === at))
    .map(({ area, number }) => ({ ...rectOf(area), number }));
  const place = (next: Draft) => {
    setDraft(next);
    setSaid('');
    focusDraft();
  };
  const remove = (one: Marked) => {
    setDraft(undefined);
    save.mutate((now) => ({ ...now, rules: withoutArea(now.rules, one) }), {
      onSuccess: () => setSaid('The area was removed: that part is shown in the copy again.'),
    });
  };
  return (
    <div className="marking">
      <div>
        <p>
          Draw a box over what must not be seen: faces, plates, addresses. It is black in the copy, in the pixels
          themselves. Your own photo stays as it is.
        </p>
        <div className="actions desk-steps">
          <Button look={drawing ? 'primary' : 'outline'} aria-pressed={drawing} onClick={() => setDrawing((on) => !on)}>
            Draw a box
          </Button>
          <Button look="outline" busy={!ready} onClick={() => place({ rect: MIDDLE })}>
            Add a box in the middle
          </Button>
        </div>
        <Stage
          black={black}
          draft={draft?.rect}
          drawing={drawing}
          onDraft={(rect) => setDraft((before) => ({ ...(before?.was && !drawing ? { was: before.was } : {}), rect }))}
          onDrawn={() => {
            setDrawing(false);
            focusDraft();
          }}
        >
          <Picture id={file.id} alt={String(file.values.fileName)} onReady={() => setReady(true)} />
        </Stage>
      </div>
      <div>
        {draft && (
          <DraftPanel
            draft={draft}
            onRect={(rect) => setDraft({ ...draft, rect })}
            onKeep={() => setGrounding(true)}
            onDrop={() => setDraft(undefined)}
          />
        )}
        <p role="status">{said}</p>
        {save.error && !grounding && (
          <Alert tone="error">
            <p>{sentenceOf(save.error)}</p>
          </Alert>
        )}
        <Panel title="Blacked out in the copy">
          <AreaList
            marked={marked}
            busy={save.isPending}
            onChange={(was) => place({ rect: rectOf(was.area), was })}
            onRemove={remove}
          />
        </Panel>
      </div>
      {draft && grounding && (
        <GroundDialog
          title="Black out this area"
          button="Black out"
          about={<p>Name the exemption that it rests on. The copy and its log say so at this place.</p>}
          first={draft.was ? { ...draft.was.rule.exemption, reason: draft.was.rule.reason } : lastGround(query.data)}
          save={(ground) =>
            save
              .mutateAsync((now) => ({
                ...now,
                rules: withArea(now.rules, { file: file.id, area: draft.rect, ground, was: draft.was }),
              }))
              .then(() => {
                setDraft(undefined);
                setSaid('The area is black in the copy.');
              })
          }
          onClose={() => setGrounding(false)}
        />
      )}
    </div>
  );
};
