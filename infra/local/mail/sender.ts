/** The address in `Name <name@city.gov>`. */
export const addressOf = (sender: string): string => /<([^>]*)>/.exec(sender)?.[1] ?? sender;

export const domainOf = (sender: string): string => addressOf(sender).split('@').at(-1) ?? '';
