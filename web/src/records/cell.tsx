import type { Field } from '#shared/model/field.ts';
import { textOf, type Words } from '#web/fields/text.ts';
import { Tag } from '#web/ui/messages.tsx';

type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain';

/** Options that ask for attention wherever they appear. The word is always there: colour only helps the eye. */
const tones: Readonly<Record<string, Tone>> = {
  high: 'bad',
  failed: 'bad',
  missing: 'bad',
  refused: 'bad',
  moderate: 'warn',
  poor: 'warn',
  repair: 'warn',
  waiting: 'info',
  open: 'info',
  closed: 'good',
  good: 'good',
};

/** One value in a list. */
export const Cell = ({
  field,
  value,
  words,
}: {
  readonly field: Field | undefined;
  readonly value: unknown;
  readonly words: Words;
}) => {
  if (field === undefined || value === undefined) return <span className="none">–</span>;
  const text = textOf(field, value, words);
  const tone = field.kind === 'choice' && typeof value === 'string' ? tones[value] : undefined;
  return tone ? <Tag tone={tone}>{text}</Tag> : <>{text}</>;
};
