import { useRef, useState, type KeyboardEvent } from 'react';
import { controlProps, FieldFrame, type FrameProps } from './field-frame.tsx';
import { Icon } from './icon.tsx';

export interface Suggestion {
  readonly value: string;
  readonly label: string;
  readonly note?: string | undefined;
}

interface ComboBoxProps extends FrameProps {
  /** The label of what is chosen, '' when nothing is. */
  readonly chosen: string;
  /** At most a screenful, best first. */
  readonly suggest: (text: string) => readonly Suggestion[];
  readonly onChoose: (value: string) => void;
  /** What is still missing from the suggestions, for instance while they load. */
  readonly status?: string | undefined;
}

const summary = (found: number, status: string | undefined) =>
  `${found === 0 ? 'Nothing matches.' : found === 1 ? '1 match.' : `${found} matches.`} ${status ?? ''}`;

/** Search as you type, by the combobox pattern of the ARIA Authoring Practices (list autocomplete, manual selection). */
export const ComboBox = ({ chosen, suggest, onChoose, status, ...frame }: ComboBoxProps) => {
  const [text, setText] = useState<string>();
  const [active, setActive] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const open = text !== undefined;
  const found = open ? suggest(text) : [];
  const listId = `${frame.id}-list`;

  const close = () => setText(undefined);
  const choose = (suggestion: Suggestion | undefined) => {
    if (suggestion) onChoose(suggestion.value);
    close();
  };
  const move = (to: number) => {
    setActive((to + found.length) % Math.max(found.length, 1));
    document
      .getElementById(`${listId}-${(to + found.length) % Math.max(found.length, 1)}`)
      ?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      if (!open) setText('');
      else move(active + (e.key === 'ArrowDown' ? 1 : -1));
    } else if (e.key === 'Enter' && open) {
      e.preventDefault();
      choose(found[active]);
    } else if (e.key === 'Escape' && open) {
      e.preventDefault();
      close();
    }
  };

  return (
    <FieldFrame {...frame}>
      <div className="combo">
        <input
          {...controlProps(frame)}
          ref={input}
          className="input"
          type="text"
          role="combobox"
          autoComplete="off"
          placeholder="Type to search"
          aria-expanded={open}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={open && found.length > 0 ? `${listId}-${active}` : undefined}
          value={text ?? chosen}
          onChange={(e) => {
            setText(e.target.value);
            setActive(0);
          }}
          onClick={() => setText((was) => was ?? '')}
          onBlur={close}
          onKeyDown={onKeyDown}
        />
        {chosen !== '' && (
          <button
            type="button"
            className="icon-button"
            aria-label={`Clear ${frame.label}`}
            onClick={() => {
              onChoose('');
              input.current?.focus();
            }}
          >
            <Icon name="close" />
          </button>
        )}
        <ul className="combo-list" id={listId} role="listbox" aria-label={frame.label} hidden={!open}>
          {found.map(({ value, label, note }, n) => (
            // The keyboard reaches options through the input, as the pattern asks.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events
            <li
              key={value}
              id={`${listId}-${n}`}
              role="option"
              aria-selected={n === active}
              onMouseDown={(e) => e.preventDefault()}
              onClick={() => choose(found[n])}
            >
              <span>{label}</span>
              {note && <small>{note}</small>}
            </li>
          ))}
        </ul>
        <div role="status" className={open && (found.length === 0 || status) ? 'combo-status' : 'hidden-text'}>
          {open ? summary(found.length, status) : ''}
        </div>
      </div>
    </FieldFrame>
  );
};
