import { SESv2Client, type SESv2ClientConfig } from '@aws-sdk/client-sesv2';
import { describe, expect, it } from 'vitest';
import { mailer } from '#functions/lib/mail/mailer.ts';

/** A letter as whoever keeps them has it. */
export interface Kept {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** SES v2, with `city.example` as a verified domain and the configuration set `ours`. */
export interface Subject {
  readonly caller: SESv2ClientConfig;
  readonly letters: () => Promise<readonly Kept[]>;
}

const FROM = 'Stormledger <notices@city.example>';
const letter = { to: 'ada@city.example', subject: 'Über “codes” …', text: 'Hello Ada,\n\nthat is all — truly.\n' };

/** What our mailer asks of SES v2, over the wire. */
export function sesContract(given: () => Subject): void {
  const send = (from: string, settings: string, what = letter) =>
    mailer(new SESv2Client({ ...given().caller, maxAttempts: 1 }), { from, settings }).send(what);

  describe('a letter', () => {
    it('arrives as it was written, at the one person it is for', async () => {
      await send(FROM, 'ours');
      expect((await given().letters()).at(-1)).toEqual({ ...letter, from: FROM, to: [letter.to] });
    });
    it('from a domain that nobody verified is refused', async () => {
      await expect(send('notices@elsewhere.example', 'ours')).rejects.toMatchObject({ name: 'MessageRejected' });
    });
    it('under settings that do not exist is refused', async () => {
      await expect(send(FROM, 'theirs')).rejects.toMatchObject({ name: 'NotFoundException' });
    });
  });
}
