import type { PayoutStore } from '../src/payouts/payout-store.ts'
import type {
  PiChain,
  PiPayments,
  Signer,
  SubmitResult,
  Unknown,
  UnknownCause,
} from '../src/payouts/ports.ts'
import { requestOfPayout } from './claims.ts'
import { noFaults, type Faults } from './faults.ts'
import type { SimProcess } from './process.ts'
import type { Random } from './random.ts'
import type { Scheduler } from './scheduler.ts'
import type { SimChain } from './sim-chain.ts'
import type { SimDatabase } from './sim-database.ts'
import type { SimPi } from './sim-pi.ts'
import { storeThatWaits } from './store-that-waits.ts'

/** Until when Pi, Horizon, or only Horizon's submission is down. */
export type Outages = { pi: number; chain: number; submit: number }

export type Strike = (call: string) => Partial<Faults> | undefined

export type World = {
  outages: Outages
  scheduler: Scheduler
  random: Random
  faults: () => Faults
  /** What befalls the call that is made now, instead of what is drawn. */
  strike: Strike | undefined
  chain: SimChain
  pi: SimPi
  /** Another app's Pi: what a wrong key sees. */
  otherPi: SimPi
  isKeyWrong: () => boolean
  database: SimDatabase
  /** A request to cancel a payment arrives: from which database, and which requests that knew when it was sent. */
  onCancel: (piId: string, by: SimDatabase, known: ReadonlySet<string>) => void
  settings: { submitMs: number }
  /** An envelope reached Horizon. */
  onArrival: (hash: string) => void
  count: (fault: string) => void
  trace: ((line: () => string) => void) | undefined
}

export type ProcessPorts = { store: PayoutStore; pi: PiPayments; chain: PiChain; signer: Signer }

const TIMEOUT_MS = 15_000

/** The product's ports for one process: every call crosses a network that loses, delays, doubles and lies about requests. */
export function portsOfProcess(process: SimProcess, world: World): ProcessPorts {
  return {
    store: storePort(process, world),
    pi: piPort(process, world),
    chain: chainPort(process, world),
    signer: {
      sign: (order) =>
        process.call('signer.sign', (end) => {
          const signed = world.chain.sign(order)
          world.scheduler.after(1, () => end(() => ({ ok: true, ...signed })))
        }),
    },
  }
}

/** The faults of one call, now and when it arrives. */
function faultsOf({ strike, faults }: World, call: string): () => Faults {
  const struck = strike?.(call)
  return struck == null ? faults : () => ({ ...noFaults, ...struck })
}

function unknown(cause: UnknownCause, retryAfterMs: number | null = null): Unknown {
  return { kind: 'unknown', cause, retryAfterMs }
}

/** One HTTP request. `arrive` runs at the server, once for each time that the request arrives. */
function request<Answer>(
  process: SimProcess,
  world: World,
  name: string,
  arrive: (faults: Faults) => Answer,
): Promise<Answer | Unknown> {
  const { scheduler, random, trace } = world
  return process.call<Answer | Unknown>(name, (end) => {
    const current = faultsOf(world, name)
    const faults = current()
    const fail = (fault: string, ms: number, answer: Unknown) => {
      world.count(fault)
      trace?.(() => `${process.name} ${name}: ${fault}`)
      scheduler.after(ms, () => end(() => answer))
    }
    const there = random.between(20, 150)
    const back = random.between(20, 150)
    const place = name.startsWith('pi.') ? 'pi' : 'chain'
    if (scheduler.now() < world.outages[place]) {
      return fail(`${place} outage`, there, unknown('unreachable'))
    }
    if (random.chance(faults.refused)) return fail('refused', there, unknown('unreachable'))
    if (random.chance(faults.busy)) {
      return fail('busy', there, unknown('busy', random.chance(0.5) ? 5_000 : null))
    }
    if (random.chance(faults.requestLost))
      return fail('request lost', TIMEOUT_MS, unknown('timeout'))
    if (random.chance(faults.late)) {
      scheduler.after(random.between(TIMEOUT_MS, 90_000), () => arrive(current()))
      return fail('late', TIMEOUT_MS, unknown('timeout'))
    }
    if (random.chance(faults.twice)) {
      world.count('twice')
      scheduler.after(random.between(there, 60_000), () => arrive(current()))
    }
    scheduler.after(there, () => {
      const answer = arrive(current())
      if (random.chance(faults.nonsense)) return fail('nonsense', back, unknown('unusable'))
      if (random.chance(faults.answerLost))
        return fail('answer lost', TIMEOUT_MS, unknown('timeout'))
      trace?.(() => `${process.name} ${name} -> ${JSON.stringify(answer, big)}`)
      scheduler.after(back, () => end(() => answer))
    })
  })
}

export function big(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}

function piPort(process: SimProcess, world: World): PiPayments {
  const pi = world.isKeyWrong() ? world.otherPi : world.pi
  const call = <Answer>(name: string, arrive: () => Answer) => request(process, world, name, arrive)
  return {
    create: (payment) => call('pi.create', () => pi.create(payment)),
    get: (id) => call('pi.get', () => pi.get(id)),
    complete: (id, txid) => call('pi.complete', () => pi.complete(id, txid)),
    cancel(id) {
      const known = new Set([...world.database.tables().payouts.values()].map(requestOfPayout))
      return call('pi.cancel', () => {
        if (pi === world.pi) world.onCancel(id, world.database, known)
        return pi.cancel(id)
      })
    },
    incomplete: () => call('pi.incomplete', () => pi.incomplete()),
  }
}

function chainPort(process: SimProcess, world: World): PiChain {
  const { chain, random } = world
  const lagOf = ({ replicaLagMs }: Faults) => random.between(0, replicaLagMs)
  const call = <Answer>(name: string, arrive: (faults: Faults) => Answer) =>
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

/** Horizon's synchronous submit: it answers when it sees the transaction in a ledger, or with 504. */
function submit(process: SimProcess, world: World, hash: string): Promise<SubmitResult> {
  const { scheduler, random, chain, trace } = world
  return process.call<SubmitResult>('chain.submit', (end) => {
    const current = faultsOf(world, 'chain.submit')
    const faults = current()
    const lag = () => random.between(0, current().replicaLagMs)
    const deadline = scheduler.now() + world.settings.submitMs
    const answer = (result: SubmitResult, ms = random.between(20, 150)) => {
      trace?.(
        () => `${process.name} chain.submit ${hash.slice(-4)} -> ${JSON.stringify(result, big)}`,
      )
      scheduler.after(Math.min(ms, Math.max(0, deadline - scheduler.now())), () =>
        end(() => result),
      )
    }
    const lost = () =>
      scheduler.after(deadline - scheduler.now(), () => end(() => unknown('timeout')))
    const arrive = (isHeard: boolean) => {
      world.onArrival(hash)
      const known = chain.transaction(hash, lag())
      const admission = known == null ? chain.admit(hash) : { kind: 'queued' as const }
      if (!isHeard) return
      if (admission.kind === 'refused') return answer({ ...admission, kind: 'refused' })
      if (admission.kind === 'silent') return lost()
      const look = () => {
        if (scheduler.now() >= deadline) return
        const transaction = chain.transaction(hash, lag())
        if (transaction == null) return scheduler.after(700, look)
        if (transaction.successful) return answer({ kind: 'applied', transaction })
        const operations = [transaction.failure ?? '']
        answer({ kind: 'refused', code: 'tx_failed', operations })
      }
      lost()
      look()
    }
    const there = random.between(20, 150)
    const isDown = scheduler.now() < world.outages.chain
    if (isDown || random.chance(faults.refused)) return answer(unknown('unreachable'), there)
    const isClosed = scheduler.now() < world.outages.submit
    if (isClosed || random.chance(faults.forwardsNothing)) {
      return answer({ kind: 'not_forwarded', retryAfterMs: 4_000 }, there)
    }
    if (random.chance(faults.requestLost)) return lost()
    if (random.chance(faults.submit504)) {
      world.count('submit 504')
      const isDelivered = random.chance(0.7)
      if (isDelivered) scheduler.after(there, () => arrive(false))
      return answer(unknown('unusable'), random.between(100, 3_000))
    }
    if (random.chance(faults.late)) {
      world.count('late submit')
      scheduler.after(random.between(1_000, 90_000), () => arrive(false))
      return lost()
    }
    if (random.chance(faults.twice))
      scheduler.after(random.between(there, 60_000), () => arrive(false))
    const isHeard = !random.chance(faults.answerLost)
    scheduler.after(there, () => arrive(isHeard))
    if (!isHeard) lost()
  })
}

/** A database that is down, slow, or whose answer to a commit gets lost. */
function storePort(process: SimProcess, world: World): PayoutStore {
  const { scheduler, random, trace, database } = world
  return storeThatWaits(
    database.store,
    (name, transact) =>
      (...args) =>
        process.call(`store.${name}`, (end) => {
          const faults = faultsOf(world, `store.${name}`)()
          const down = (fault: string, ms: number) => {
            world.count(fault)
            scheduler.after(ms, () =>
              end(() => {
                throw new Error(`the database: ${fault}`)
              }),
            )
          }
          if (random.chance(faults.databaseDown)) return down('database down', 50)
          const ms = random.chance(faults.databaseStall) ? random.between(1_000, 20_000) : 1
          const connection = database.connection()
          scheduler.after(ms, () => {
            if (database.connection() !== connection) return down('connection lost', 1)
            const answer = transact(...args)
            trace?.(() => `${process.name} store.${name} ${shown(args)} -> ${shown(answer)}`)
            if (random.chance(faults.commitUnknown)) return down('commit unknown', 50)
            scheduler.after(1, () => end(() => answer))
          })
        }),
  )
}

function shown(value: unknown): string {
  return JSON.stringify(value, big)
}
