import { CreateConfigurationSetCommand, CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { beforeAll, describe } from 'vitest';
import * as z from 'zod';
import { expectDifferences } from '../differing.ts';
import { motoDifferences } from './moto-differences.ts';
import { sesContract, type Kept } from './suite.ts';

/**
 * Where a moto server listens that nobody else writes to, when someone started one: the suite is then held against what
 * others think SES is.
 */
const endpoint = process.env['MOTO_MAIL_ENDPOINT'];

/** What moto shows of what it keeps, since SES itself never shows a letter again. */
const kept = z.object({
  ses: z.object({
    Message: z.array(
      z.object({
        source: z.string(),
        subject: z.string(),
        body: z.string(),
        destinations: z.object({ ToAddresses: z.array(z.string()) }),
      }),
    ),
  }),
});

const lettersAt = async (url: string): Promise<readonly Kept[]> => {
  const { ses } = kept.parse(await (await fetch(`${url}/moto-api/data.json`)).json());
  return ses.Message.map(({ source, subject, body, destinations }) => {
    return { from: source, to: destinations.ToAddresses, subject, text: body };
  });
};

if (endpoint === undefined) describe.skip('moto (set MOTO_MAIL_ENDPOINT to run)', () => undefined);
else
  describe('moto', () => {
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
    const caller = { endpoint, region: 'us-east-1', credentials };
    beforeAll(async () => {
      const client = new SESv2Client(caller);
      await client.send(new CreateEmailIdentityCommand({ EmailIdentity: 'city.example' }));
      await client.send(new CreateConfigurationSetCommand({ ConfigurationSetName: 'ours' }));
      client.destroy();
    });
    expectDifferences(Object.values(motoDifferences).flat());
    sesContract(() => ({ caller, letters: () => lettersAt(endpoint) }));
  });
