import * as z from 'zod';

/**
 * Must be the first import of the page. The content security policy forbids `eval`, and zod would probe for it
 * when the first schema is built, which the browser reports as a violation.
 */
z.config({ jitless: true });
