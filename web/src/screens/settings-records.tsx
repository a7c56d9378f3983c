import { jurisdictionLabels, jurisdictions, type Jurisdiction } from '#shared/model/jurisdiction.ts';
import { settingDefaults } from '#shared/model/settings.ts';
import { responseClocks } from '#shared/permit/response-clocks.ts';
import { stateHolidays } from '#shared/permit/state-holidays.ts';
import type { AgencySettings } from '#web/data/administration.ts';
import { RadioTiles, Select, TextArea, TextInput } from '#web/ui/inputs.tsx';
import { SettingsForm, useSettingsForm } from './settings-form.tsx';

const labels = {
  requestLaw: 'Law for public-records requests',
  requestDays: 'Your own number of days to answer',
  closingDays: 'Days on which your office is closed',
  secondReview: 'A second person reviews before a release',
} as const;
type Name = keyof typeof labels;

const yesNo = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
];

const atFirst = ({ requestLaw, requestDays, closingDays, secondReview }: AgencySettings): Record<Name, string> => ({
  requestLaw: requestLaw ?? '',
  requestDays: requestDays === null ? '' : String(requestDays),
  closingDays: closingDays.join('\n'),
  secondReview: secondReview ? 'yes' : 'no',
});

const sent = (answers: Readonly<Record<Name, string>>) => ({
  requestLaw: answers.requestLaw === '' ? null : answers.requestLaw,
  requestDays: answers.requestDays.trim() === '' ? null : Number(answers.requestDays),
  closingDays: answers.closingDays.split(/[\s,;]+/).filter(Boolean),
  secondReview: answers.secondReview === 'yes',
});

/** What the chosen law says, so that nobody has to take our word for it. */
const LawNote = ({ law }: { readonly law: Jurisdiction }) => {
  const { days, count, source, means, extension } = responseClocks[law];
  return (
    <p className="help">
      {days} {count} days: {source}. {means}{' '}
      {extension && `Can be put off by ${extension.days} ${extension.count} days (${extension.source}). `}
      Holidays: {stateHolidays[law].source}. Check this against the law in force; these are starting points, not advice.
    </p>
  );
};

export const PublicRecordsSettings = ({ settings }: { readonly settings: AgencySettings }) => {
  const form = useSettingsForm<Name>({ settings, labels, first: atFirst(settings), toSent: sent });
  const { field, answers } = form;
  const law = jurisdictions.find((one) => one === answers.requestLaw);
  return (
    <SettingsForm form={form} saved="The settings for public records were saved." button="Save public records">
      <Select
        {...field('requestLaw', settingDefaults.requestLaw.source)}
        empty="Not chosen: each request says it"
        options={jurisdictions.map((value) => ({ value, label: jurisdictionLabels[value] }))}
      />
      {law && <LawNote law={law} />}
      <TextInput
        {...field('requestDays', 'Empty: the number of days in the law. Requests that are there keep their day.')}
        unit="days"
        native={{ inputMode: 'numeric' }}
      />
      <TextArea
        {...field(
          'closingDays',
          'One day in each line, for example 2026-12-24. The holidays of your state are known already.',
        )}
      />
      <RadioTiles
        {...field('secondReview', 'Yes: whoever prepared a copy cannot approve it.')}
        required
        options={yesNo}
        row
      />
    </SettingsForm>
  );
};
