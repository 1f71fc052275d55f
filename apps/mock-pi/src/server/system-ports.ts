import { randomUUID } from 'node:crypto'

/** The real time in ms: the default of the injected clock. */
// oxlint-disable-next-line no-restricted-properties -- this is the port that everything else takes the time from
export const systemClock = () => Date.now()

/** A random id: the default of the injected randomness. */
export const systemRandomId = () => randomUUID()
