import type { CopyLimits } from '#shared/permit/desk.ts';
import { CannotClean } from './cannot-clean.ts';
import { sizeOfJpeg } from './jpeg.ts';
import { maySeeThroughPng, orientationOfPng, sizeOfPng } from './png.ts';
import { assertHoldable, assertUpright } from './size-limit.ts';
import { maySeeThroughWebp, orientationOfWebp, sizeOfWebp } from './webp.ts';

/** Throws where headers tell that it cannot be done, before anything is unpacked. */
type Check = (bytes: Uint8Array) => void;

/** What a picture must be like to go out, and to go out with areas burned into it. */
const checks: Readonly<Record<string, { readonly clean: Check; readonly burn: Check }>> = {
  'image/jpeg': {
    clean: (bytes) => void sizeOfJpeg(bytes),
    burn: (bytes) => assertHoldable(sizeOfJpeg(bytes)),
  },
  'image/png': {
    clean: (bytes) => {
      if (maySeeThroughPng(bytes)) assertHoldable(sizeOfPng(bytes));
    },
    burn: (bytes) => {
      assertHoldable(sizeOfPng(bytes));
      assertUpright(orientationOfPng(bytes));
    },
  },
  'image/webp': {
    clean: (bytes) => {
      if (maySeeThroughWebp(bytes)) assertHoldable(sizeOfWebp(bytes));
    },
    burn: (bytes) => {
      assertHoldable(sizeOfWebp(bytes));
      assertUpright(orientationOfWebp(bytes));
    },
  },
};

const whyNot = (check: Check, bytes: Uint8Array): string | undefined => {
  try {
    check(bytes);
    return undefined;
  } catch (error) {
    // A header that ends early is a RangeError of the reader.
    return error instanceof CannotClean ? error.message : 'The picture could not be read.';
  }
};

/**
 * Why a redacted copy goes without a picture, as far as its headers tell: these are the checks that the copy itself
 * makes first. Damage in the pixels shows only when the copy is made.
 */
export const copyLimitsOf = (contentType: string, bytes: Uint8Array): CopyLimits => {
  const check = checks[contentType];
  if (check === undefined) {
    const unread = 'Pictures of this type cannot be read here.';
    return { unmarked: unread, marked: unread };
  }
  const unmarked = whyNot(check.clean, bytes);
  const marked = unmarked ?? whyNot(check.burn, bytes);
  return { ...(unmarked !== undefined && { unmarked }), ...(marked !== undefined && { marked }) };
};
