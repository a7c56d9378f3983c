import { Picture } from './picture.tsx';
import { PagePicture } from './page-picture.tsx';

interface Kept {
  readonly id: string;
  readonly fileName: string;
  /** Of a PDF; a picture has none. */
  readonly page: number | undefined;
  /** What is told about it beside its name. */
  readonly as?: string;
  /** Areas can be placed on it. */
  readonly onReady?: () => void;
}

/** A photo, or one page of a PDF, as it is kept. */
export const KeptPicture = ({ id, fileName, page, as = '', onReady }: Kept) =>
  page === undefined ? (
    <Picture id={id} alt={`${fileName}${as}`} {...(onReady && { onReady })} />
  ) : (
    <PagePicture id={id} page={page} alt={`${fileName}, page ${page}${as}`} {...(onReady && { onReady })} />
  );
