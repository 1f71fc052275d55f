import type { Asked } from './http-faults.ts'
import { readArrival, type Arrival, type MockLedger } from './ledger.ts'

/** Every envelope comes here on its way to the chain, before the chain has it. */
export type ArrivalRecorder = {
  arrivals: readonly Arrival[]
  record(asked: Asked): Promise<void>
}

/**
 * Notes what arrives, which ledger was the newest then, and whether its row was committed (I6). A database
 * that does not respond at the moment leaves that to the end.
 */
export function createArrivalRecorder(options: {
  ledger: MockLedger
  /** Undefined: it cannot be asked now. */
  isStored: (hash: string) => Promise<boolean | undefined>
}): ArrivalRecorder {
  const { ledger, isStored } = options
  const arrivals: Arrival[] = []
  return {
    arrivals,
    async record({ body, at }) {
      const envelope = readArrival(body)
      const [stored, newest] = await Promise.all([isStored(envelope.hash), ledger.newest()])
      arrivals.push({ ...envelope, at, stored, ledger: newest.sequence, closedAt: newest.closedAt })
    },
  }
}
