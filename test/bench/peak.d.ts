/** The most memory that this program has had, in bytes. */
export declare const peakBytes: () => number;
