import { useState } from 'react';
import { Alert } from './messages.tsx';

let waiting: string | undefined;

/** A sentence for the next page, for instance that something was saved on the one before. */
export const sayNext = (sentence: string) => {
  waiting = sentence;
};

const take = () => {
  const sentence = waiting;
  // Cleared a moment later: in development React builds every page twice.
  setTimeout(() => {
    if (waiting === sentence) waiting = undefined;
  });
  return sentence;
};

export const Said = () => {
  const [sentence] = useState(take);
  return sentence === undefined ? null : (
    <Alert tone="success">
      <p>{sentence}</p>
    </Alert>
  );
};
