/** Shown once. */
export const RecoveryCodes = ({ codes }: { readonly codes: readonly string[] }) => (
  <>
    <p>
      <strong>Keep these recovery codes</strong> where you keep passwords, or on paper. If you lose your phone, one of
      them lets you set up sign-in codes again. Each works once. They are not shown again.
    </p>
    <ul className="recovery-codes">
      {codes.map((code) => (
        <li key={code}>
          <code>{code}</code>
        </li>
      ))}
    </ul>
  </>
);
