/** The file is not what it says, or not of a kind that can be made clean: it is withheld whole. */
export class CannotClean extends Error {}
