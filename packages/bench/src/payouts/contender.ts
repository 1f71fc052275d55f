import type { Order, Said } from './orders.ts'
import type { PayingApp } from './payout-world.ts'

export type PayOptions = {
  /** Waits up to so long before each order, and takes one after another. */
  pauseMs?: number
  /** Orders that a caller has open at once, where the program takes more than one. */
  openAtOnce?: number
}

/** A program that pays orders; killed, it is started again at once. */
export type Contender = {
  name: string
  app: PayingApp
  /** Returns what the program says of each order. */
  pay(orders: Iterable<Order>, options?: PayOptions): Promise<Map<string, Said>>
  kill(): void
  /** Of its processes that were not killed, so far. */
  cpuMicros(): Promise<number>
  close(): Promise<void>
}
