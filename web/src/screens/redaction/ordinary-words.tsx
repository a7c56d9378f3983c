import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { TextInput } from '#web/ui/inputs.tsx';

/** "City" as an owner is removed where it names the owner, and may stand everywhere else. */
export const OrdinaryWords = ({
  ordinary,
  save,
}: {
  readonly ordinary: readonly string[];
  readonly save: ((next: readonly string[]) => Promise<unknown>) | undefined;
}) => {
  const [word, setWord] = useState('');
  const add = () => {
    if (word.trim() === '' || save === undefined) return;
    void save([...ordinary, word.trim()]).then(
      () => setWord(''),
      // The panel shows what went wrong; the word stays to be tried again.
      () => undefined,
    );
  };
  return (
    <>
      <h3>Ordinary words</h3>
      <p className="help">
        No secret by themselves, such as “City”. They are removed at their own place, but a copy may hold them
        elsewhere.
      </p>
      {ordinary.length === 0 ? (
        <p className="none">None.</p>
      ) : (
        <ul className="plain-list">
          {ordinary.map((one) => (
            <li key={one}>
              {one}{' '}
              {save && (
                <Button
                  look="quiet"
                  onClick={() => void save(ordinary.filter((o) => o !== one)).catch(() => undefined)}
                >
                  Remove<span className="hidden-text"> {one}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {save && (
        <div className="desk-add">
          <TextInput
            id="profile-ordinary"
            label="Another ordinary word"
            value={word}
            onChange={setWord}
            native={{ maxLength: 200 }}
          />
          <Button look="outline" onClick={add}>
            Add this word
          </Button>
        </div>
      )}
    </>
  );
};
