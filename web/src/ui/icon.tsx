import { iconPaths, type IconName } from './icon-paths.ts';

/** Always beside words, or inside a control that has a name of its own: so it is hidden from screen readers. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={iconPaths[name]} />
  </svg>
);
