import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Stored } from '#shared/model/record.ts';
import type { CopyLimits } from '#shared/permit/desk.ts';
import type { Area } from '#shared/permit/redaction/profile.ts';
import { copyLimitsQuery } from '#web/data/desk.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { GroundDialog } from '#web/screens/desk/ground-dialog.tsx';
import { lastGround, useRedactions } from '#web/screens/desk/use-redactions.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { AreaList } from './area-list.tsx';
import { numberedIn, onPage, pageOf, withArea, withoutArea, type Marked } from './area-rules.ts';
import { KeptPicture } from './kept-picture.tsx';
import { LimitWarning } from './limit-warning.tsx';
import { PageBar } from './page-bar.tsx';
import { PlaceFields } from './place-fields.tsx';
import type { Rect } from './rect.ts';
import { Stage } from './stage.tsx';

/** The one area that is being placed; `was` when it is one that is there already. */
interface Draft {
  readonly rect: Rect;
  /** Of a PDF. */
  readonly page: number | undefined;
  readonly was?: Marked;
}

/** In the middle, where it is seen, for whoever places it by keys or numbers. */
const MIDDLE: Rect = { x: 0.4, y: 0.4, width: 0.2, height: 0.2 };

const focusDraft = () => requestAnimationFrame(() => document.getElementById('area-draft')?.focus());

/** The list stands below the page on a phone, and the button that was pressed is gone once its page is shown. */
const focusPage = () =>
  requestAnimationFrame(() => {
    const bar = document.getElementById('page-shown');
    bar?.focus({ preventScroll: true });
    bar?.scrollIntoView({ block: 'start' });
  });

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
  <Panel
    title={`${draft.was ? 'Change this area' : 'New area'}${draft.page === undefined ? '' : ` on page ${draft.page}`}`}
  >
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

const areaOf = ({ rect, page }: Draft): Area => ({ ...rect, ...(page === undefined ? {} : { page }) });

const explained = {
  photo:
    'Draw a box over what must not be seen: faces, plates, addresses. It is black in the copy, in the pixels themselves. Your own photo stays as it is.',
  pdf: 'Draw a box over what must not be seen: names, addresses, signatures. In the copy each page is a picture of itself, with the box black in its pixels and no text behind it. Your own document stays as it is.',
} as const;

/** Nothing is said of the copy while it is not known what it can show. */
const keptText = (limits: CopyLimits | undefined): string => {
  if (limits === undefined) return 'The area is noted.';
  return limits.marked === undefined
    ? 'The area is black in the copy.'
    : 'The area is noted, and the copy goes without the whole picture.';
};

export const Marking = ({ requestId, file }: { readonly requestId: string; readonly file: Stored }) => {
  const { query, save } = useRedactions(requestId);
  const isPdf = file.values.contentType === 'application/pdf';
  const { data: limits, error: unknown } = useQuery({ ...copyLimitsQuery(file.id), enabled: !isPdf });
  const [page, setPage] = useState(isPdf ? 1 : undefined);
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
  const marked = numberedIn(query.data.rules, file.id);
  const black = onPage(marked, page)
    .filter(({ rule, at }) => !(draft?.was?.rule.id === rule.id && draft.was.at === at))
    .map(({ area, number }) => ({ ...rectOf(area), number }));
  const turnTo = (next: number | undefined) => {
    if (next === page) return;
    setPage(next);
    setReady(false);
  };
  const place = (next: Draft) => {
    turnTo(next.page);
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
        <p>{isPdf ? explained.pdf : explained.photo}</p>
        {!isPdf && <LimitWarning limits={limits} error={unknown} />}
        {page !== undefined && <PageBar file={file.id} page={page} onPage={turnTo} />}
        <div className="actions desk-steps">
          <Button look={drawing ? 'primary' : 'outline'} aria-pressed={drawing} onClick={() => setDrawing((on) => !on)}>
            Draw a box
          </Button>
          <Button look="outline" busy={!ready} onClick={() => place({ rect: MIDDLE, page })}>
            Add a box in the middle
          </Button>
        </div>
        <Stage
          black={ready ? black : []}
          draft={ready && draft?.page === page ? draft?.rect : undefined}
          drawing={drawing}
          onDraft={(rect) =>
            setDraft((before) => ({
              ...(before?.was && !drawing && before.page === page && { was: before.was }),
              rect,
              page,
            }))
          }
          onDrawn={() => {
            setDrawing(false);
            focusDraft();
          }}
        >
          <KeptPicture
            id={file.id}
            fileName={String(file.values.fileName)}
            page={page}
            onReady={() => setReady(true)}
          />
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
            page={page}
            onPage={(next) => {
              turnTo(next);
              focusPage();
            }}
            onChange={(was) => place({ rect: rectOf(was.area), page: isPdf ? pageOf(was.area) : undefined, was })}
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
                rules: withArea(now.rules, { file: file.id, area: areaOf(draft), ground, was: draft.was }),
              }))
              .then(() => {
                setDraft(undefined);
                setSaid(keptText(isPdf ? {} : limits));
              })
          }
          onClose={() => setGrounding(false)}
        />
      )}
    </div>
  );
};
