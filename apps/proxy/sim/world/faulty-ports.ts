import type { PayoutStore } from '../../src/payouts/store/payout-store.ts'
import type { PiChain, PiPayments, Signer, SubmitResult } from '../../src/payouts/model/ports.ts'
import type { Faults } from '../kernel/faults.ts'
import { lagNow } from './phases.ts'
import { piPort } from './pi-port.ts'
import { CallFailed, type SimProcess } from '../kernel/process.ts'
import { big, faultsOf, request, unknown } from './request.ts'
import { asyncStore, storeMethods, transact } from '../model/async-store.ts'
import type { World } from './world.ts'

export type ProcessPorts = { store: PayoutStore; pi: PiPayments; chain: PiChain; signer: Signer }

/** The product's ports for one process: every call crosses a network that loses, delays, doubles and lies about requests. */
export function faultyPorts(process: SimProcess, world: World): ProcessPorts {
  return {
    store: storePort(process, world),
    pi: piPort(process, world),
    chain: chainPort(process, world),
    signer: {
      sign: (order) =>
        process.call('signer.sign', (end) => {
          const signed = world.chain.sign(order)
          world.scheduler.quietlyAfter(1, () => end({ ok: true, ...signed }))
        }),
    },
  }
}

function chainPort(process: SimProcess, world: World): PiChain {
  const { chain, random } = world
  const lagOf = ({ replicaLagMs }: Faults) =>
    Math.max(random.between(0, replicaLagMs), lagNow(world.phases, world.scheduler.now()))
  const call = <Result>(name: string, arrive: (faults: Faults) => Result) =>
    request(process, world, name, arrive)
  const found = <Value>(value: Value | undefined) =>
    value == null ? ({ kind: 'absent' } as const) : ({ kind: 'ok', value } as const)
  return {
    account: () => call('chain.account', (faults) => found(chain.account(lagOf(faults)))),
    ledger: (which) => call('chain.ledger', (faults) => found(chain.ledger(which, lagOf(faults)))),
    walletTransactions: (_address, cursor) =>
      call('chain.walletTransactions', (faults) =>
        found(chain.transactions(cursor, lagOf(faults), faults.listingHole)),
      ),
    transaction: (hash) =>
      call('chain.transaction', (faults) => found(chain.transaction(hash, lagOf(faults)))),
    submit: ({ hash }) => submit(process, world, hash),
  }
}

/** Horizon's synchronous submit: it responds when it sees the transaction in a ledger, or with 504. */
function submit(process: SimProcess, world: World, hash: string): Promise<SubmitResult> {
  const { scheduler, random, chain, trace } = world
  return process.call<SubmitResult>('chain.submit', (end) => {
    const current = faultsOf(world, 'chain.submit')
    const faults = current()
    const lag = () =>
      Math.max(random.between(0, current().replicaLagMs), lagNow(world.phases, scheduler.now()))
    const deadline = scheduler.now() + world.settings.submitMs
    const response = (result: SubmitResult, ms = random.between(20, 150)) => {
      trace?.(
        () => `${process.name} chain.submit ${hash.slice(-4)} -> ${JSON.stringify(result, big)}`,
      )
      scheduler.quietlyAfter(Math.min(ms, Math.max(0, deadline - scheduler.now())), () =>
        end(result),
      )
    }
    const lost = () =>
      scheduler.quietlyAfter(deadline - scheduler.now(), () => end(unknown('timeout')))
    const arrive = (isHeard: boolean) => {
      world.onArrival(hash)
      const known = chain.transaction(hash, lag())
      const admission = known == null ? chain.admit(hash) : { kind: 'queued' as const }
      if (!isHeard) return
      if (admission.kind === 'refused') return response({ ...admission, kind: 'refused' })
      if (admission.kind === 'silent') return lost()
      const look = () => {
        if (scheduler.now() >= deadline) return
        const transaction = chain.transaction(hash, lag())
        if (transaction == null) return scheduler.quietlyAfter(700, look)
        if (transaction.successful) return response({ kind: 'applied', transaction })
        const operations = [transaction.failure ?? '']
        response({ kind: 'refused', code: 'tx_failed', operations })
      }
      lost()
      look()
    }
    const there = random.between(20, 150)
    const isDown = scheduler.now() < world.phases.down.chain
    if (isDown || random.chance(faults.refused)) return response(unknown('unreachable'), there)
    const { unavailable } = world.phases
    const isUnavailable = unavailable?.place === 'chain' && scheduler.now() < unavailable.until
    if (isUnavailable && unavailable.takesEffect) scheduler.quietlyAfter(there, () => arrive(false))
    const isClosed = isUnavailable || scheduler.now() < world.phases.down.submit
    if (isClosed || random.chance(faults.forwardsNothing)) {
      return response({ kind: 'not_forwarded', retryAfterMs: 4_000 }, there)
    }
    if (random.chance(faults.requestLost)) return lost()
    if (random.chance(faults.submit504)) {
      world.count('submit 504')
      const isDelivered = random.chance(0.7)
      if (isDelivered) scheduler.quietlyAfter(there, () => arrive(false))
      return response(unknown('unusable'), random.between(100, 3_000))
    }
    if (random.chance(faults.late)) {
      world.count('late submit')
      scheduler.quietlyAfter(random.between(1_000, 90_000), () => arrive(false))
      return lost()
    }
    if (random.chance(faults.twice))
      scheduler.quietlyAfter(random.between(there, 60_000), () => arrive(false))
    const isHeard = !random.chance(faults.responseLost)
    scheduler.quietlyAfter(there, () => arrive(isHeard))
    if (!isHeard) lost()
  })
}

/** A database that is down, slow, or whose response to a commit gets lost. */
function storePort(process: SimProcess, world: World): PayoutStore {
  const { scheduler, random, trace, database } = world
  return asyncStore((method, args) => {
    const name = storeCalls[method]
    return process.call<unknown>(name, (end) => {
      const faults = faultsOf(world, name)()
      if (random.chance(faults.databaseDown)) return down(world, end, 'database down')
      const ms = random.chance(faults.databaseStall) ? random.between(1_000, 20_000) : 1
      const connection = database.connection()
      scheduler.quietlyAfter(ms, () => {
        if (database.connection() !== connection) return down(world, end, 'connection lost')
        const response = transact(database.store, method, args)
        trace?.(() => `${process.name} ${name} ${shown(args)} -> ${shown(response)}`)
        if (random.chance(faults.commitUnknown)) return down(world, end, 'commit unknown')
        scheduler.quietlyAfter(1, () => end(response))
      })
    })
  })
}

const storeCalls = Object.fromEntries(
  storeMethods.map((method) => [method, `store.${method}`]),
) as Record<keyof PayoutStore, string>

function down(
  { scheduler, count }: World,
  end: (failed: CallFailed) => void,
  fault: keyof typeof downs,
): void {
  count(fault)
  const { ms, failed } = downs[fault]
  scheduler.quietlyAfter(ms, () => end(failed))
}

/** When it is known, and its error, made once: the stack of one costs more than the call that fails. */
const downs = {
  'database down': { ms: 50, failed: new CallFailed(new Error('the database: database down')) },
  'connection lost': { ms: 1, failed: new CallFailed(new Error('the database: connection lost')) },
  'commit unknown': { ms: 50, failed: new CallFailed(new Error('the database: commit unknown')) },
}

function shown(value: unknown): string {
  return JSON.stringify(value, big)
}
