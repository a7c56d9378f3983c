let attempts = 0;

/** Fails until its `succeedAt`th attempt in this worker. */
export async function handler(event: { succeedAt: number }): Promise<{ attempts: number }> {
  attempts += 1;
  console.log(`attempt ${attempts}`);
  if (attempts < event.succeedAt) throw new Error(`attempt ${attempts} of ${event.succeedAt}`);
  return Promise.resolve({ attempts });
}
