import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { pageQuery } from '#web/data/desk.ts';
import { Button } from '#web/ui/button.tsx';
import { TextInput } from '#web/ui/inputs.tsx';
import { pageTyped } from './page-typed.ts';

interface Bar {
  readonly file: string;
  readonly page: number;
  readonly onPage: (page: number) => void;
}

const GoTo = ({ file, pages, onPage }: Omit<Bar, 'page'> & { readonly pages: number }) => {
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  return (
    <form
      className="page-go"
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        const page = pageTyped(typed, pages);
        setWrong(page === undefined);
        if (page === undefined) return;
        setTyped('');
        onPage(page);
      }}
    >
      <TextInput
        id={`page-of-${file}`}
        label="Go to page"
        value={typed}
        onChange={setTyped}
        error={wrong ? `A number from 1 to ${pages}.` : undefined}
        native={{ inputMode: 'numeric', maxLength: 5, autoComplete: 'off' }}
      />
      <Button look="outline" type="submit">
        Go
      </Button>
    </form>
  );
};

/** From page to page of a PDF. */
export const PageBar = ({ file, page, onPage }: Bar) => {
  // While the next page is drawn, how many there are is still known.
  const { data } = useQuery({ ...pageQuery(file, page), placeholderData: keepPreviousData });
  if (data === undefined) return null;
  const { pages } = data;
  return (
    <div className="page-bar">
      <p id="page-shown" role="status" tabIndex={-1}>
        Page {page} of {pages}
      </p>
      {pages > 1 && (
        <>
          <div className="actions">
            <Button look="outline" busy={page <= 1} onClick={() => onPage(page - 1)}>
              Previous page
            </Button>
            <Button look="outline" busy={page >= pages} onClick={() => onPage(page + 1)}>
              Next page
            </Button>
          </div>
          <GoTo file={file} pages={pages} onPage={onPage} />
        </>
      )}
    </div>
  );
};
