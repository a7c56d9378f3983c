import { useMutation } from '@tanstack/react-query';
import { useWords } from '#web/app/session.ts';
import { releaseLink, type Release } from '#web/data/desk.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { momentText, sizeText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';

const One = ({ requestId, release }: { readonly requestId: string; readonly release: Release }) => {
  const { zone, person } = useWords();
  const link = useMutation({
    mutationFn: (file: string) => releaseLink(requestId, release.number, file),
    onSuccess: ({ url }) => location.assign(url),
  });
  const name = (id: string) => person(id) ?? 'someone no longer listed';
  return (
    <li className="entry">
      <h3>
        Release {release.number}, {momentText(release.releasedAt, zone)}
      </h3>
      <p>
        Released by {name(release.releasedBy)}, prepared by {name(release.preparedBy)}
        {release.approvedBy === undefined ? '' : `, reviewed by ${name(release.approvedBy)}`}.
      </p>
      {release.files.map(({ name: file, bytes, sha256 }) => (
        <div key={file}>
          <p>
            {file}, {sizeText(bytes)}. SHA-256 <code className="hash">{sha256}</code>
          </p>
          <Button look="outline" busy={link.isPending} onClick={() => link.mutate(file)}>
            Download release {release.number}
          </Button>
        </div>
      ))}
      {link.error && <p role="alert">{sentenceOf(link.error)}</p>}
    </li>
  );
};

/** What went out, newest first. None of it ever changes. */
export const Releases = ({
  requestId,
  releases,
}: {
  readonly requestId: string;
  readonly releases: readonly Release[];
}) =>
  releases.length === 0 ? null : (
    <ul className="entries">
      {releases.map((release) => (
        <One key={release.number} requestId={requestId} release={release} />
      ))}
    </ul>
  );
