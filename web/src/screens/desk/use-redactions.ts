import { useMutation, useQuery } from '@tanstack/react-query';
import type { Rule } from '#shared/permit/redaction/profile.ts';
import { redactionsQuery, setRedactions, type Redactions } from '#web/data/desk.ts';
import { isCode } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';

/** Somebody else set a rule meanwhile: theirs stays, and ours is laid over it, since rules do not depend on each other. */
const changed = async (id: string, change: (now: Redactions) => Redactions, tries = 3): Promise<Redactions> => {
  const now = await queryClient.query({ ...redactionsQuery(id), staleTime: 0 });
  try {
    return await setRedactions(id, change(now));
  } catch (error) {
    if (tries === 0 || !isCode(error, 'stale')) throw error;
    return changed(id, change, tries - 1);
  }
};

export const useRedactions = (id: string) => {
  const query = useQuery(redactionsQuery(id));
  const save = useMutation({
    mutationFn: (change: (now: Redactions) => Redactions) => changed(id, change),
    onSuccess: async (saved) => {
      queryClient.setQueryData(redactionsQuery(id).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: ['desk', id, 'preview'] });
    },
  });
  return {
    query,
    save,
    add: (rule: Rule) => save.mutateAsync((now) => ({ ...now, rules: [...now.rules, rule] })),
    remove: (ruleId: string) =>
      save.mutateAsync((now) => ({ ...now, rules: now.rules.filter((rule) => rule.id !== ruleId) })),
  };
};

/** What the last rule of a request rested on: most rules of one request rest on the same. */
export const lastGround = (redactions: Redactions | undefined) => {
  const last = redactions?.rules.at(-1) ?? redactions?.fileMetadata;
  return { code: last?.exemption.code ?? '', citation: last?.exemption.citation ?? '', reason: last?.reason ?? '' };
};
