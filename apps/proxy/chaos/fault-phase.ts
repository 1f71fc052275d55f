import { setTimeout } from 'node:timers/promises'
import { createRandom } from '../testkit/random.ts'
import { driveOrder, type ClientWorld, type Order } from './clients.ts'
import { injectProcessFaults } from './process-faults.ts'
import type { ChaosOptions } from './options.ts'
import type { Record } from './record.ts'
import type { Restores } from './restores.ts'
import type { ChaosDatabase } from './start-database.ts'
import type { Linked } from './start-instances.ts'
import type { Mock, Payee } from './start-world.ts'
import { openPayments, payFromWallet, payIntoWallet } from './other-wallet-users.ts'
import { calmSettings } from './mock-settings.ts'
import { injectMockFaults } from './mock-faults.ts'

export type FaultPhase = {
  /** Every order that was begun before the time was over. */
  begun: readonly Order[]
  /** When the last fault struck, in ms since 1970. */
  calmAt: number
  /** Hashes of what other programs sent from the wallet. */
  sentByOthers: ReadonlySet<string>
  /** Stroops that others paid into it. */
  received: bigint
}

/** Switches the links: they are in place before the fault phase begins. */
export function createSwitch() {
  const over = new AbortController()
  return { isOn: () => !over.signal.aborted, signal: over.signal, calm: () => over.abort('calm') }
}

/** Serves all orders under faults. The faults end while the last orders are still open: these must come to an end too. */
export async function runFaultPhase(parts: {
  options: ChaosOptions
  toggle: ReturnType<typeof createSwitch>
  clients: ClientWorld
  orders: readonly Order[]
  payees: readonly [Payee, ...Payee[]]
  instances: readonly Linked[]
  database: ChaosDatabase
  mock: Mock
  record: Record
  restores: Restores
}): Promise<FaultPhase> {
  const { options, toggle, clients, orders, mock, record } = parts
  const { count } = record
  const begun: Order[] = []
  let ended = 0
  const queue = orders.values()
  const work = async () => {
    for (const order of queue) {
      if (clients.isOver()) return
      begun.push(order)
      const sentAt = Date.now()
      const end = await driveOrder(clients, order)
      ended += 1
      if (end == null) continue
      record.settledAt.push(Date.now())
      record.settledMs.push(Date.now() - sentAt)
    }
  }
  const random = createRandom(options.seed)
  const around = { mock, options, random, over: toggle.signal, count, payee: parts.payees[0] }
  const sentByOthers = payFromWallet(around)
  const received = payIntoWallet(around)
  const others = [injectMockFaults(around), openPayments(around), sentByOthers, received]
  const injectFaults = async () => {
    await injectProcessFaults({
      ...parts,
      random,
      ended: () => ended,
      isOver: clients.isOver,
      count,
      onKill: (at, wasWorking) => wasWorking && record.kills.push(at),
      onSecondOpener: record.openedTwice,
    })
    const isEnough = () => ended >= Math.max(1, orders.length - options.open)
    while (!isEnough() && !clients.isOver()) await setTimeout(25)
    toggle.calm()
    await Promise.all(others)
    await mock.control('PATCH', '/settings', calmSettings(options))
    return Date.now()
  }
  const works = Array.from({ length: options.open }, () => work())
  const [calmAt] = await Promise.all([injectFaults(), ...others, ...works])
  return { begun, calmAt, sentByOthers: await sentByOthers, received: await received }
}
