import { useState } from 'react';
import type { Profile } from '#shared/permit/redaction/profile.ts';
import { Button } from '#web/ui/button.tsx';
import { TextInput } from '#web/ui/inputs.tsx';

/** "City" as an owner is removed where it names the owner, and may stand everywhere else. */
export const OrdinaryWords = ({
  profile,
  save,
}: {
  readonly profile: Profile;
  readonly save: ((next: Profile) => Promise<unknown>) | undefined;
}) => {
  const [word, setWord] = useState('');
  const add = () => {
    if (word.trim() === '' || save === undefined) return;
    void save({ ...profile, ordinary: [...profile.ordinary, word.trim()] }).then(
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
      {profile.ordinary.length === 0 ? (
        <p className="none">None.</p>
      ) : (
        <ul className="plain-list">
          {profile.ordinary.map((one) => (
            <li key={one}>
              {one}{' '}
              {save && (
                <Button
                  look="quiet"
                  onClick={() =>
                    void save({ ...profile, ordinary: profile.ordinary.filter((o) => o !== one) }).catch(
                      () => undefined,
                    )
                  }
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
