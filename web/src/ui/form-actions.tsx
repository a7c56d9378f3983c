import { Button, type Look } from './button.tsx';

export interface FormActionsProps {
  readonly label: string;
  readonly busy?: boolean;
  /** In place of the label while the form is being sent. */
  readonly working?: string;
  readonly look?: Look;
  readonly onCancel?: (() => void) | undefined;
  /** What the way out is called. */
  readonly cancel?: string;
}

/** The end of a form: the button that sends it, and the way out. */
export const FormActions = ({
  label,
  busy = false,
  working = 'Saving…',
  look,
  onCancel,
  cancel = 'Cancel',
}: FormActionsProps) => (
  <div className="actions">
    <Button type="submit" look={look ?? 'primary'} busy={busy}>
      {busy ? working : label}
    </Button>
    {onCancel && (
      <Button look="quiet" onClick={onCancel}>
        {cancel}
      </Button>
    )}
  </div>
);
