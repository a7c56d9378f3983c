import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export interface FrameProps {
  readonly id: string;
  readonly label: string;
  readonly required?: boolean | undefined;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
}

/** What the control itself carries, so that its name, help and error are read out together. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
  readonly 'aria-required'?: true;
}

export const controlProps = ({ id, required, help, error }: FrameProps): ControlProps => {
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ');
  return {
    id,
    ...(described ? { 'aria-describedby': described } : {}),
    ...(error ? { 'aria-invalid': true } : {}),
    ...(required ? { 'aria-required': true } : {}),
  };
};

const Mark = ({ required }: { readonly required: boolean | undefined }) =>
  required ? <span className="required"> (required)</span> : null;

const Notes = ({ id, help, error }: FrameProps) => (
  <>
    {help && (
      <p className="help" id={`${id}-help`}>
        {help}
      </p>
    )}
    {error && (
      <p className="field-error" id={`${id}-error`}>
        <Icon name="error" /> <span>{error}</span>
      </p>
    )}
  </>
);

export const FieldFrame = ({ children, ...frame }: FrameProps & { readonly children: ReactNode }) => (
  <div className={frame.error ? 'field field-wrong' : 'field'}>
    <label className="label" htmlFor={frame.id}>
      {frame.label}
      <Mark required={frame.required} />
    </label>
    <Notes {...frame} />
    {children}
  </div>
);

/** For answers made of several controls. The group itself can take the focus that an error summary sends. */
export const FieldGroup = ({ children, ...frame }: FrameProps & { readonly children: ReactNode }) => {
  const { 'aria-required': _required, 'aria-invalid': _invalid, ...described } = controlProps(frame);
  return (
    <fieldset className={frame.error ? 'field field-wrong' : 'field'} tabIndex={-1} {...described}>
      <legend className="label">
        {frame.label}
        <Mark required={frame.required} />
      </legend>
      <Notes {...frame} />
      {children}
    </fieldset>
  );
};
