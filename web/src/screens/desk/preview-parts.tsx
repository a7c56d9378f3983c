import { deletionKinds, type Deletion } from '#shared/permit/redaction/deletion.ts';
import type { Preview } from '#web/data/desk.ts';
import { sizeText } from '#web/records/files.tsx';
import { Button } from '#web/ui/button.tsx';
import type { Removing } from './preview.tsx';

/** Each deletion as the redaction log will have it: where, how much, why; never what. */
export const DeletionList = ({ deletions }: { readonly deletions: readonly Deletion[] }) =>
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

export const FileList = ({
  preview,
  onRemove,
}: {
  readonly preview: Preview;
  readonly onRemove: (what: Removing) => void;
}) =>
  preview.files.length === 0 ? (
    <p className="none">No files.</p>
  ) : (
    <>
      <ul className="entries">
        {preview.files.map(({ id, fileName, copyName, bytes, state, withheld }) => (
          <li key={id} className="entry">
            <p>
              <strong>{fileName}</strong> ({sizeText(bytes)})
            </p>
            <p className="card-facts">
              {withheld ? (
                <span className="withheld">
                  Stays behind: {withheld.code}, {withheld.citation}. {withheld.reason}
                </span>
              ) : state !== 'ready' ? (
                <span>Stays behind: its content was not cleared.</span>
              ) : (
                <span>Goes out without its hidden data{copyName === fileName ? '' : `, named ${copyName}`}.</span>
              )}
            </p>
            {!withheld && state === 'ready' && (
              <Button look="quiet" onClick={() => onRemove({ what: 'file', file: id, name: fileName })}>
                Withhold<span className="hidden-text"> {fileName}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {preview.moreFiles && <p>There are more files than can be shown here. All of them come along.</p>}
    </>
  );
