import type { Asked } from './http-faults.ts'
import { readArrival, type Arrival, type MockLedger } from './ledger.ts'

/** Where every envelope passes on its way to the chain: it is looked at before the chain has it. */
export type Door = {
  arrivals: readonly Arrival[]
  enter(asked: Asked): Promise<void>
}

/**
 * Notes what arrives, which ledger was the newest then, and whether its row was committed (I6). A database
 * that does not answer at the moment leaves that to the end.
 */
export function createDoor(options: {
  ledger: MockLedger
  /** Undefined: it cannot be asked now. */
  isStored: (hash: string) => Promise<boolean | undefined>
}): Door {
  const { ledger, isStored } = options
  const arrivals: Arrival[] = []
  return {
    arrivals,
    async enter({ body, at }) {
      const envelope = readArrival(body)
      const [stored, newest] = await Promise.all([isStored(envelope.hash), ledger.newest()])
      arrivals.push({ ...envelope, at, stored, ledger: newest.sequence, closedAt: newest.closedAt })
    },
  }
}
