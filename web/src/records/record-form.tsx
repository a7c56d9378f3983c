import { useBlocker } from '@tanstack/react-router';
import { useRef, useState, type ReactNode } from 'react';
import { Controller, useForm, useFormState, useWatch, type Control } from 'react-hook-form';
import { fieldsOf, type AnyRecordType, type Section, type Values } from '#shared/model/record.ts';
import { useSession } from '#web/app/session.ts';
import { isCode, messagesByField, RequestProblem, sentenceOf } from '#web/data/problem.ts';
import { FieldInput, useFieldIds } from '#web/fields/input.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextArea } from '#web/ui/inputs.tsx';
import { Alert, ErrorSummary } from '#web/ui/messages.tsx';
import { isRequired, readForm, sectionsFor, toInputs, type FormInputs } from './form-values.ts';

interface FormProps {
  readonly record: AnyRecordType;
  readonly values: Values;
  readonly button: string;
  /** Resolves when saved. The form stays as it is when it throws. */
  readonly save: (values: Values, inputs: FormInputs, reason?: string) => Promise<void>;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}

const Leaving = ({ onStay, onLeave }: { readonly onStay: () => void; readonly onLeave: () => void }) => (
  <Dialog title="Leave without saving?" onClose={onStay}>
    <p>Your answers on this page have not been saved.</p>
    <div className="actions">
      <Button onClick={onStay}>Stay on this page</Button>
      <Button look="danger" onClick={onLeave}>
        Leave without saving
      </Button>
    </div>
  </Dialog>
);

interface SectionProps {
  readonly record: AnyRecordType;
  readonly section: Section;
  readonly control: Control<FormInputs>;
  readonly idOf: (name: string) => string;
}

const FormSection = ({ record, section, control, idOf }: SectionProps) => (
  <section className="form-section" aria-label={section.heading}>
    <h2>{section.heading}</h2>
    {section.fields.map((name) => {
      const field = fieldsOf(record)[name];
      return (
        field && (
          <Controller
            key={name}
            name={name}
            control={control}
            render={({ field: { value, onChange }, fieldState: { error } }) => (
              <FieldInput
                id={idOf(name)}
                field={field}
                value={value}
                onChange={onChange}
                required={isRequired(record, section, name)}
                error={error?.message}
              />
            )}
          />
        )
      );
    })}
  </section>
);

/** Blocks leaving while there are answers that would be lost. Saving lifts the block before it moves on. */
const useLeaveGuard = (dirty: boolean) => {
  const open = useRef(false);
  const blocker = useBlocker({
    shouldBlockFn: () => dirty && !open.current,
    enableBeforeUnload: () => dirty && !open.current,
    withResolver: true,
  });
  const unguarded = async (work: () => Promise<void>) => {
    open.current = true;
    try {
      await work();
    } catch (error) {
      open.current = false;
      throw error;
    }
  };
  return { unguarded, blocker };
};

/** The form of any record type, as its declaration says. */
export const RecordForm = ({ record, values, button, save, onCancel, children }: FormProps) => {
  const { timeZone } = useSession().tenant;
  const [first] = useState(() => toInputs(record, values, timeZone));
  const { control, handleSubmit, setError, clearErrors } = useForm<FormInputs>({
    defaultValues: first,
    shouldFocusError: false,
  });
  const { isDirty, isSubmitting, errors } = useFormState({ control });
  const inputs = { ...first, ...useWatch({ control }) };
  const [attempt, setAttempt] = useState(0);
  const [failure, setFailure] = useState<unknown>();
  const idOf = useFieldIds();
  const { unguarded, blocker } = useLeaveGuard(isDirty);
  const sections = sectionsFor(record, inputs);
  const [why, setWhy] = useState<string>();

  const show = (messages: Record<string, string>) => {
    for (const [name, message] of Object.entries(messages)) setError(name, { type: 'said', message });
    setAttempt((n) => n + 1);
  };
  const submit = async (answers: FormInputs) => {
    setFailure(undefined);
    clearErrors();
    const reading = readForm(record, answers, timeZone);
    if (!reading.ok) {
      show(reading.messages);
      return;
    }
    try {
      await unguarded(() => save(reading.values, answers, why?.trim() === '' ? undefined : why?.trim()));
    } catch (error) {
      if (isCode(error, 'restricted')) setWhy((words) => words ?? '');
      const messages = error instanceof RequestProblem ? messagesByField(error.errors) : {};
      if (Object.keys(messages).length > 0) show(messages);
      else setFailure(error);
    }
  };
  const items = sections
    .flatMap((section) => section.fields)
    .flatMap((name) => {
      const message = errors[name]?.message;
      return typeof message === 'string'
        ? [{ id: idOf(name), label: fieldsOf(record)[name]?.label ?? name, message }]
        : [];
    });

  return (
    <form
      className="record-form"
      noValidate
      onSubmit={(e) => {
        // Errors are set by `show`; those of an earlier attempt must not keep this one from being read.
        clearErrors();
        void handleSubmit(submit)(e);
      }}
    >
      <ErrorSummary items={items} attempt={attempt} />
      {children}
      {sections.map((section) => (
        <FormSection key={section.heading} record={record} section={section} control={control} idOf={idOf} />
      ))}
      {why !== undefined && (
        <section className="form-section">
          <TextArea
            id={idOf('why')}
            label="Why it must stay"
            help="Only if the number cannot be left out. The reason stands in the history of this record."
            value={why}
            onChange={setWhy}
            maxLength={1000}
          />
        </section>
      )}
      <div className="save-bar">
        {failure !== undefined && (
          <Alert tone="error" title="Not saved yet">
            <p>{sentenceOf(failure)}</p>
          </Alert>
        )}
        <div className="actions">
          <Button type="submit" busy={isSubmitting}>
            {isSubmitting ? 'Saving…' : button}
          </Button>
          <Button look="quiet" onClick={onCancel}>
            Cancel
          </Button>
        </div>
      </div>
      {blocker.status === 'blocked' && <Leaving onStay={blocker.reset} onLeave={blocker.proceed} />}
    </form>
  );
};
