import { useMutation } from '@tanstack/react-query';
import { Button } from './button.tsx';

/** Takes a text to the clipboard and says so. A browser may refuse: then the person is told what to do instead. */
export const CopyButton = ({ text, what }: { readonly text: string; readonly what: string }) => {
  const copy = useMutation({ mutationFn: () => navigator.clipboard.writeText(text) });
  return (
    <div className="copy">
      <Button look="outline" busy={copy.isPending} onClick={() => copy.mutate()}>
        Copy the {what}
      </Button>
      <span role="status">
        {copy.isSuccess && `The ${what} was copied.`}
        {copy.isError && `The browser did not allow it. Select the ${what} above and copy it yourself.`}
      </span>
    </div>
  );
};
