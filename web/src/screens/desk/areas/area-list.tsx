import { Button } from '#web/ui/button.tsx';
import { pageOf, type Numbered } from './area-rules.ts';
import { placeText } from './rect.ts';

interface ListProps {
  readonly marked: readonly Numbered[];
  readonly busy: boolean;
  readonly onChange: (one: Numbered) => void;
  readonly onRemove: (one: Numbered) => void;
}

const Entries = ({ marked, busy, onChange, onRemove }: ListProps) => (
  <ol className="entries">
    {marked.map((one) => (
      <li key={`${one.rule.id}:${one.at}`} className="entry">
        <p>
          <strong>Area {one.number}</strong>: {placeText(one.area)}
        </p>
        <p className="card-facts">
          <span>{one.rule.exemption.code}</span>
          <span>{one.rule.exemption.citation}</span>
          <span>{one.rule.reason}</span>
        </p>
        <div className="actions">
          <Button look="quiet" onClick={() => onChange(one)}>
            Change<span className="hidden-text"> area {one.number}</span>
          </Button>
          <Button look="quiet" busy={busy} onClick={() => onRemove(one)}>
            Remove<span className="hidden-text"> area {one.number}</span>
          </Button>
        </div>
      </li>
    ))}
  </ol>
);

/** What is black in the copy of this file, numbered as on the picture; of a PDF page by page. */
export const AreaList = ({
  page,
  onPage,
  ...list
}: ListProps & { readonly page: number | undefined; readonly onPage: (page: number) => void }) => {
  if (list.marked.length === 0) return <p className="none">Nothing is blacked out yet.</p>;
  if (page === undefined) return <Entries {...list} />;
  return [...Map.groupBy(list.marked, ({ area }) => pageOf(area))].map(([number, marked]) => (
    <section key={number} aria-label={`Page ${number}`}>
      <div className="page-head">
        <h3>Page {number}</h3>
        {number !== page && (
          <Button look="quiet" onClick={() => onPage(number)}>
            Show<span className="hidden-text"> page {number}</span>
          </Button>
        )}
      </div>
      <Entries {...list} marked={marked} />
    </section>
  ));
};
