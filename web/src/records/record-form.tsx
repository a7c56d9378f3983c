import { useState, type ReactNode } from 'react';
import { Controller, useForm, useFormState, useWatch, type Control } from 'react-hook-form';
import { finalThrough } from '#shared/derive/final.ts';
import { fieldsOf, type AnyRecordType, type Section, type Values } from '#shared/model/record.ts';
import { useSession } from '#web/app/session.ts';
import { isCode, messagesByField, RequestProblem, sentenceOf } from '#web/data/problem.ts';
import { FieldInput, useFieldIds } from '#web/fields/input.tsx';
import { FormActions } from '#web/ui/form-actions.tsx';
import { Alert, ErrorSummary } from '#web/ui/messages.tsx';
import { useAmends } from './amends.ts';
import { isRequired, readForm, sectionsFor, toInputs, type FormInputs } from './form-values.ts';
import { Leaving, useLeaveGuard } from './leave-guard.tsx';
import { ReasonField } from './reason-field.tsx';

interface FormProps {
  readonly record: AnyRecordType;
  readonly values: Values;
  /** What the record holds by now, where that is more than what the form began with. */
  readonly current?: Values;
  readonly button: string;
  /** Resolves when saved. The form stays as it is when it throws. */
  readonly save: (values: Values, inputs: FormInputs, reason?: string) => Promise<void>;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}

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

/** What a file brought along is shown where there is some; a section of nothing else asks nothing. */
const hasQuestions =
  (record: AnyRecordType, inputs: FormInputs) =>
  ({ fields }: Section) =>
    fields.some((name) => fieldsOf(record)[name]?.kind !== 'attributes' || Object.keys(inputs[name] ?? {}).length > 0);

/** The form of any record type, as its declaration says. */
export const RecordForm = ({ record, values, current = values, button, save, onCancel, children }: FormProps) => {
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
  const [whyWrong, setWhyWrong] = useState<string>();
  const [told, setTold] = useState<string>();
  const link = finalThrough(record);
  const amends = useAmends(record, link === undefined ? current : { ...current, [link]: inputs[link] }) ?? told;

  const show = (messages: Record<string, string>) => {
    for (const [name, message] of Object.entries(messages)) setError(name, { type: 'said', message });
    setAttempt((n) => n + 1);
  };
  const submit = async (answers: FormInputs) => {
    setFailure(undefined);
    setWhyWrong(undefined);
    clearErrors();
    const reading = readForm(record, answers, timeZone);
    if (!reading.ok) {
      show(reading.messages);
      return;
    }
    const reason = why?.trim() === '' ? undefined : why?.trim();
    if (amends !== undefined && reason === undefined) {
      setWhyWrong('Say why it is changed afterwards.');
      show({});
      return;
    }
    try {
      await unguarded(() => save(reading.values, answers, reason));
    } catch (error) {
      if (isCode(error, 'restricted') && amends === undefined) setWhy((words) => words ?? '');
      if (isCode(error, 'reason-required')) setTold(sentenceOf(error));
      const errors = error instanceof RequestProblem ? error.errors : [];
      // A field of the record may have the same name as the reason of the change.
      const about = errors.find(({ path }) => path === 'reason')?.message;
      const messages = messagesByField(errors.filter(({ path }) => path !== 'reason'));
      setWhyWrong(about);
      if (about !== undefined || Object.keys(messages).length > 0) show(messages);
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
  if (whyWrong !== undefined) items.push({ id: idOf('why'), label: 'Reason', message: whyWrong });

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
      {amends !== undefined && (
        <Alert tone="info" title="This is an amendment">
          <p>{amends} What you save is kept as an amendment, with your reason.</p>
        </Alert>
      )}
      {sections.filter(hasQuestions(record, inputs)).map((section) => (
        <FormSection key={section.heading} record={record} section={section} control={control} idOf={idOf} />
      ))}
      {(amends !== undefined || why !== undefined) && (
        <ReasonField
          id={idOf('why')}
          amends={amends !== undefined}
          value={why ?? ''}
          error={whyWrong}
          onChange={setWhy}
        />
      )}
      <div className="save-bar">
        {failure !== undefined && (
          <Alert tone="error" title="Not saved yet">
            <p>{sentenceOf(failure)}</p>
          </Alert>
        )}
        <FormActions label={button} busy={isSubmitting} onCancel={onCancel} />
      </div>
      {blocker.status === 'blocked' && <Leaving onStay={blocker.reset} onLeave={blocker.proceed} />}
    </form>
  );
};
