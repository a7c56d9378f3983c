import type { Marked } from './area-rules.ts';
import { Picture } from './picture.tsx';
import { Black } from './stage.tsx';

/** A photo as it is kept, and beside it what goes out of it. */
export const BeforeAfter = ({
  id,
  fileName,
  marked,
}: {
  readonly id: string;
  readonly fileName: string;
  readonly marked: readonly Marked[];
}) => (
  <div className="before-after">
    <figure>
      <div className="stage">
        <Picture id={id} alt={`${fileName}, as it is kept`} />
      </div>
      <figcaption>As it is kept</figcaption>
    </figure>
    {marked.length > 0 && (
      <figure>
        <div className="stage">
          <Picture id={id} alt={`${fileName}, black in ${marked.length} ${marked.length === 1 ? 'place' : 'places'}`} />
          <Black
            areas={marked.map(({ area: { x, y, width, height } }, n) => ({ x, y, width, height, number: n + 1 }))}
          />
        </div>
        <figcaption>What goes out</figcaption>
      </figure>
    )}
  </div>
);
