import { Link } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { closingOrder, closingPlan, exportPeriod } from '#shared/permit/closing.ts';
import { keepClosing, startClosing, type ClosingState } from '#web/data/closing.ts';
import { prove } from '#web/data/retention.ts';
import { AskPassword } from '#web/screens/account/asking.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextInput } from '#web/ui/inputs.tsx';
import { Alert, ErrorSummary } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { dateText } from '#web/fields/text.ts';
import { ClosingSteps, WhatStays } from './steps.tsx';

const labels = { exportDays: 'Export period', name: 'Name of your agency' } as const;
type Field = keyof typeof labels;
type Messages = Partial<Record<Field, string>>;

const sameText = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();

const Held = ({ holds }: { readonly holds: number }) => (
  <Alert tone="warning" title={holds === 1 ? 'A legal hold is in force' : `${holds} legal holds are in force`}>
    <p>
      What is held must not be deleted. The account can be closed once an administrator has lifted{' '}
      {holds === 1 ? 'it' : 'them'} under <Link to="/retention">Retention</Link>.
    </p>
  </Alert>
);

/** The steps first, then the name, then the password: three looks at something that cannot be had back. */
export const StartClosing = ({ state }: { readonly state: ClosingState }) => {
  const [days, setDays] = useState(String(exportPeriod.usual));
  const [name, setName] = useState('');
  const [messages, setMessages] = useState<Messages>({});
  const [attempt, setAttempt] = useState(0);
  const [asking, setAsking] = useState(false);
  const order = { name, exportDays: Number(days) };
  const { success: goodDays } = closingOrder.shape.exportDays.safeParse(order.exportDays);
  const plan = closingPlan(state.today, goodDays ? order.exportDays : exportPeriod.usual);
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    const issues = closingOrder.safeParse(order).error?.issues ?? [];
    const said: Messages = Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]));
    if (said.name === undefined && !sameText(name, state.name)) said.name = `Write ${state.name}`;
    setMessages(said);
    setAttempt((n) => n + 1);
    setAsking(Object.keys(said).length === 0);
  };
  return (
    <>
      <form noValidate onSubmit={submit}>
        <ErrorSummary
          attempt={attempt}
          items={Object.entries(messages).map(([field, message]) => ({
            id: `closing-${field}`,
            label: labels[field as Field],
            message,
          }))}
        />
        {state.holds > 0 && <Held holds={state.holds} />}
        <Panel title="What will happen">
          <TextInput
            id="closing-exportDays"
            label={labels.exportDays}
            required
            unit="days"
            help={`From ${exportPeriod.least} to ${exportPeriod.most}. The days below follow from it.`}
            error={messages.exportDays}
            value={days}
            onChange={setDays}
            native={{ inputMode: 'numeric' }}
          />
          <ClosingSteps plan={plan} />
        </Panel>
        <Panel title="What stays">
          <WhatStays plan={plan} archiveDays={state.archiveDays} />
        </Panel>
        {state.holds === 0 && (
          <Panel title="Start">
            <p>
              An export of the <Link to="/export">whole agency</Link>, with history and files, can be made before or
              during the export period. Another system can be filled from it.
            </p>
            <TextInput
              id="closing-name"
              label={labels.name}
              required
              help={`To be sure that nothing is closed by mistake, write: ${state.name}`}
              error={messages.name}
              value={name}
              onChange={setName}
              native={{ autoComplete: 'off', maxLength: 200 }}
            />
            <Button type="submit" look="danger">
              Close this account
            </Button>
          </Panel>
        )}
      </form>
      {asking && (
        <Dialog title="Close this account" onClose={() => setAsking(false)}>
          <AskPassword
            button="Close this account"
            send={(password) => prove(password).then(() => startClosing(order))}
            onDone={(saved) => {
              setAsking(false);
              void keepClosing(saved);
            }}
            onCancel={() => setAsking(false)}
          >
            <p>
              From now on nothing can be changed. You can cancel until {dateText(plan.exportUntil)}; deletion begins on{' '}
              {dateText(plan.deletionOn)}.
            </p>
          </AskPassword>
        </Dialog>
      )}
    </>
  );
};
