import { SendEmailCommand, type SESv2Client } from '@aws-sdk/client-sesv2';

/** A plain text to one person. */
export interface Letter {
  /** An e-mail address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface Sender {
  /** `Name <name@city.gov>`, of a domain that SES has verified. */
  readonly from: string;
  /** The name of the SES configuration set that it is sent under. */
  readonly settings: string;
}

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' });

/** Sends by SES. Throws the error of SES when it did not take the letter; what the error says may hold the address. */
export const mailer = (client: SESv2Client, { from, settings }: Sender) => ({
  send: async ({ to, subject, text }: Letter): Promise<void> => {
    await client.send(
      new SendEmailCommand({
        FromEmailAddress: from,
        ConfigurationSetName: settings,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: utf8(subject),
            Body: { Text: utf8(text) },
            // RFC 3834: keeps absence notes from being sent back.
            Headers: [{ Name: 'Auto-Submitted', Value: 'auto-generated' }],
          },
        },
      }),
    );
  },
});

export type Mailer = ReturnType<typeof mailer>;
