import type { Clock, PiChain, PiPayments } from '../model/ports.ts'

/** Calls to each of Pi and Horizon: so many per ledger, whatever waits, and so many at once after a quiet time. */
export const CALLS_PER_LEDGER = 8
export const MAX_CALLS_AT_ONCE = 40

type Budget = {
  /** Undefined when one more call may be made now; else settles when it may. */
  take(): Promise<void> | undefined
  /** A ledger has closed, by what was seen rather than by the clock. */
  addLedger(): void
}

/** Time adds to it as ledgers should close; a ledger that took a payout adds as well, for chains that are faster. */
function createBudget(clock: Clock, ledgerMs: number): Budget {
  let left = MAX_CALLS_AT_ONCE
  let at = clock.now()
  const add = (calls: number) => {
    left = Math.min(MAX_CALLS_AT_ONCE, left + calls)
  }
  return {
    take() {
      const now = clock.now()
      add(((now - at) / ledgerMs) * CALLS_PER_LEDGER)
      at = now
      left -= 1
      return left < 0 ? clock.sleep((-left * ledgerMs) / CALLS_PER_LEDGER) : undefined
    },
    addLedger: () => add(CALLS_PER_LEDGER),
  }
}

/** The same ports, each with a budget of calls: a call beyond it waits. */
export function budgeted<Ports extends { pi: PiPayments; chain: PiChain; clock: Clock }>(
  ports: Ports,
  { ledgerMs }: { ledgerMs: number },
): Ports {
  const ofPi = createBudget(ports.clock, ledgerMs)
  const ofChain = createBudget(ports.clock, ledgerMs)
  const pay = <Value>(budget: Budget, call: () => Promise<Value>): Promise<Value> => {
    const wait = budget.take()
    return wait == null ? call() : wait.then(call)
  }
  const pi: PiPayments = {
    create: (payment) => pay(ofPi, () => ports.pi.create(payment)),
    get: (id) => pay(ofPi, () => ports.pi.get(id)),
    complete: (id, txid) => pay(ofPi, () => ports.pi.complete(id, txid)),
    cancel: (id) => pay(ofPi, () => ports.pi.cancel(id)),
    incomplete: () => pay(ofPi, () => ports.pi.incomplete()),
  }
  const chain: PiChain = {
    account: (address) => pay(ofChain, () => ports.chain.account(address)),
    ledger: (which) => pay(ofChain, () => ports.chain.ledger(which)),
    walletTransactions: (address, cursor) =>
      pay(ofChain, () => ports.chain.walletTransactions(address, cursor)),
    transaction: (hash) => pay(ofChain, () => ports.chain.transaction(hash)),
    async submit(envelope) {
      const result = await pay(ofChain, () => ports.chain.submit(envelope))
      if (result.kind === 'applied') {
        ofPi.addLedger()
        ofChain.addLedger()
      }
      return result
    },
  }
  return { ...ports, pi, chain }
}
