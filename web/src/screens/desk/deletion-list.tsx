import { deletionKinds, type Deletion } from '#shared/permit/redaction/deletion.ts';

type Shown = Pick<Deletion, 'place' | 'kind' | 'amount' | 'exemption' | 'reason'>;

/** Each deletion as the redaction log will have it: where, how much, why; never what. */
export const DeletionList = ({ deletions }: { readonly deletions: readonly Shown[] }) =>
  deletions.length === 0 ? (
    <p className="none">Nothing: this record goes out as it is.</p>
  ) : (
    <ol className="entries">
      {deletions.map(({ place, kind, amount, exemption, reason }, n) => (
        <li key={n} className="entry">
          <p>
            <strong>{place}</strong>: {deletionKinds[kind].toLowerCase()}, {amount}
          </p>
          <p className="card-facts">
            <span>{exemption.code}</span>
            <span>{exemption.citation}</span>
            <span>{reason}</span>
          </p>
        </li>
      ))}
    </ol>
  );
