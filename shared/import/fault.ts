/** The file as a whole cannot be read. The sentence says what and where, and how to mend it; nothing was written. */
export class FileFault extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'FileFault';
  }
}
