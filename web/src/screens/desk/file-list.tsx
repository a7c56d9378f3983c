import { Link } from '@tanstack/react-router';
import type { Rule } from '#shared/permit/redaction/profile.ts';
import type { Preview, PreviewedFile } from '#shared/permit/desk.ts';
import { sizeText } from '#web/fields/text.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { BeforeAfter } from './areas/before-after.tsx';
import { markedIn, type Marked } from './areas/area-rules.ts';
import type { FileLimits } from './file-limits.ts';
import type { Removing } from './preview.tsx';

const PDF = 'application/pdf';
/** Of these the copy can be black in parts. The parts of any other can only stay behind with the whole file. */
const markable = new Set(['image/jpeg', 'image/png', 'image/webp', PDF]);

const Fate = ({
  file,
  marked,
  limit,
}: {
  readonly file: PreviewedFile;
  readonly marked: readonly Marked[];
  readonly limit: string | undefined;
}) => {
  const { withheld, state, fileName, copyName, contentType } = file;
  if (withheld)
    return (
      <span className="withheld">
        Stays behind: {withheld.code}, {withheld.citation}. {withheld.reason}
      </span>
    );
  if (state !== 'ready') return <span>Stays behind: its content was not cleared.</span>;
  if (limit !== undefined)
    return (
      <span className="withheld">
        Stays behind{marked.length === 0 ? '' : ' whole, because parts of it are marked'}: {limit}
      </span>
    );
  const areas =
    marked.length === 0 ? '' : `, and black in ${marked.length} ${marked.length === 1 ? 'place' : 'places'}`;
  return (
    <span>
      {contentType === PDF ? 'Goes out as pictures of its pages, without text' : 'Goes out without its hidden data'}
      {areas}
      {copyName === fileName ? '' : `, named ${copyName}`}.
    </span>
  );
};

interface ListProps {
  readonly requestId: string;
  readonly preview: Preview;
  readonly recordType: string;
  readonly rules: readonly Rule[];
  readonly limits: FileLimits;
  readonly onRemove: (what: Removing) => void;
}

const OneFile = ({ file, ...list }: ListProps & { readonly file: PreviewedFile }) => {
  const { requestId, preview, recordType, rules, limits, onRemove } = list;
  const { id, fileName, bytes, state, contentType, withheld } = file;
  const marked = markedIn(rules, id);
  const limit = limits.get(id);
  const goesOut = !withheld && state === 'ready';
  return (
    <li className="entry">
      <p>
        <strong>{fileName}</strong> ({sizeText(bytes)})
      </p>
      {goesOut && markable.has(contentType) && (
        <BeforeAfter
          id={id}
          fileName={fileName}
          isPdf={contentType === PDF}
          rules={rules}
          staysBehind={limit !== undefined}
        />
      )}
      <p className="card-facts">
        <Fate file={file} marked={marked} limit={limit} />
      </p>
      {goesOut && (
        <div className="actions">
          {markable.has(contentType) && (
            <Link
              to="/public-records-requests/$requestId/mark/$recordType/$recordId/$fileId"
              params={{ requestId, recordType, recordId: preview.record.id, fileId: id }}
              className={buttonClass('outline')}
            >
              <span>
                Black out parts<span className="hidden-text"> of {fileName}</span>
              </span>
            </Link>
          )}
          <Button look="quiet" onClick={() => onRemove({ what: 'file', file: id, name: fileName })}>
            Withhold<span className="hidden-text"> {fileName}</span>
          </Button>
        </div>
      )}
    </li>
  );
};

export const FileList = (list: ListProps) =>
  list.preview.files.length === 0 ? (
    <p className="none">No files.</p>
  ) : (
    <>
      <ul className="entries">
        {list.preview.files.map((file) => (
          <OneFile key={file.id} file={file} {...list} />
        ))}
      </ul>
      {list.preview.moreFiles && <p>There are more files than can be shown here. All of them come along.</p>}
    </>
  );
