import { useState } from 'react';
import type { Rule } from '#shared/permit/redaction/profile.ts';
import { numberedIn, onPage, pageOf } from './area-rules.ts';
import { KeptPicture } from './kept-picture.tsx';
import { PageBar } from './page-bar.tsx';
import { Black } from './stage.tsx';

interface File {
  readonly id: string;
  readonly fileName: string;
  readonly isPdf: boolean;
  readonly rules: readonly Rule[];
  /** The copy goes without the file, marked as it is. */
  readonly staysBehind: boolean;
}

/** A photo or a page of a PDF as it is kept, and beside it what goes out of it. A PDF opens where something is black. */
export const BeforeAfter = ({ id, fileName, isPdf, rules, staysBehind }: File) => {
  const marked = numberedIn(rules, id);
  const [turnedTo, setTurnedTo] = useState<number>();
  const firstMarked = marked[0] ? pageOf(marked[0].area) : 1;
  const page = isPdf ? (turnedTo ?? firstMarked) : undefined;
  const here = onPage(marked, page);
  const places = `${here.length} ${here.length === 1 ? 'place' : 'places'}`;
  return (
    <>
      {page !== undefined && <PageBar file={id} page={page} onPage={setTurnedTo} />}
      <div className={isPdf ? 'before-after before-after-pages' : 'before-after'}>
        <figure>
          <div className="stage">
            <KeptPicture id={id} fileName={fileName} page={page} as=", as it is kept" />
          </div>
          <figcaption>As it is kept</figcaption>
        </figure>
        {marked.length > 0 && !staysBehind && (
          <figure>
            <div className="stage">
              <KeptPicture
                id={id}
                fileName={fileName}
                page={page}
                as={here.length === 0 ? ', with nothing black' : `, black in ${places}`}
              />
              <Black
                areas={here.map(({ area: { x, y, width, height }, number }) => ({ x, y, width, height, number }))}
              />
            </div>
            <figcaption>What goes out</figcaption>
          </figure>
        )}
      </div>
    </>
  );
};
