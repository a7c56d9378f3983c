const MachineDate = Date;
let ahead = 0;

/** By this machine's clock, in epoch milliseconds. */
export const machineTime = (): number => MachineDate.now();

/** A second of difference comes from reading two clocks, not from anybody who moved one. */
const UNMOVED_MS = 1000;

class MovedDate extends MachineDate {
  static override now = (): number => machineTime() + ahead;

  constructor(...given: readonly unknown[]) {
    // Every other way to make a date is as it was.
    super(...((given.length === 0 ? [machineTime() + ahead] : given) as [number]));
  }
}

/** From here on this thread's clock is so many milliseconds ahead: the functions, and the SDK that signs for them. */
export const moveClock = (milliseconds: number): void => {
  if (Math.abs(milliseconds - ahead) <= UNMOVED_MS) return;
  ahead = milliseconds;
  globalThis.Date = ahead === 0 ? MachineDate : (MovedDate as DateConstructor);
};
