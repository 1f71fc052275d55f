import { createHash, randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Database } from '../../src/stores/open-database.ts'
import { isFinal } from '../../src/payouts/model/payout.ts'
import type { Alarm, Clock, Signer, SigningOrder } from '../../src/payouts/model/ports.ts'
import { createRunner } from '../../src/payouts/worker/runner.ts'
import { defaultSettings, type PayoutSettings } from '../../src/payouts/model/settings.ts'
import { createReplayedChain, type SignedEnvelope } from './recorded-chain.ts'
import { createReplayedPi } from './recorded-pi.ts'
import type { Release } from './release.ts'

/** Pi and the chain as the release left them, and a signer whose signatures this chain accepts. */
export function createReplay(release: Release) {
  const { wallet, network } = release
  const envelopes = recordedEnvelopes(release)
  const chain = createReplayedChain(release.chain, envelopes)
  const find = (txid: string) => chain.transactions().find(({ hash }) => hash === txid)
  const pi = createReplayedPi(release.pi, { wallet, network, find })
  const orders: SigningOrder[] = []
  const signer: Signer = {
    async sign(order) {
      orders.push(order)
      const xdr = JSON.stringify(order, (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      )
      const hash = createHash('sha256').update(xdr).digest('hex')
      envelopes.set(hash, { xdr, order })
      return { ok: true, hash, xdr }
    },
  }
  /** `orders`: all that the signer was asked for. */
  return { pi, chain, signer, orders }
}

export type Replay = ReturnType<typeof createReplay>

/** What the release's signer signed, read from its rows. */
function recordedEnvelopes({ tables }: Release): Map<string, SignedEnvelope> {
  const payouts = new Map(tables['payout']?.map((row) => [row['id'], row]))
  const envelopes = tables['payout_envelope'] ?? []
  return new Map(
    envelopes.map((row) => {
      const payout = payouts.get(row['payout_id'])
      const order = {
        source: String(row['source']),
        sequence: BigInt(String(row['sequence'])),
        fee: BigInt(String(row['fee'])),
        maxTime: Number(row['max_time']),
        destination: String(payout?.['to_address']),
        amount: BigInt(String(payout?.['amount'])),
        memo: String(payout?.['pi_id']),
      }
      return [String(row['hash']), { xdr: String(row['xdr']), order }]
    }),
  )
}

const LONGEST_MS = 30_000
const paces = {
  ledgerMs: 20,
  idleMs: 20,
  retryMinMs: 20,
  retryMaxMs: 100,
  auditMs: 100,
  // Every look at the replayed chain closes a ledger: what was signed is not older because of that.
  replaceAfterLedgers: 1_000,
}

/** Runs the product's runner on the replayed world until `isOver`; returns everything that an operator would have seen. */
export async function runReplay(
  database: Database,
  { release, replay }: { release: Release; replay: Replay },
  isOver: () => Promise<boolean>,
): Promise<{ alarms: Alarm[]; faults: unknown[] }> {
  const alarms: Alarm[] = []
  const faults: unknown[] = []
  const { pi, chain, signer } = replay
  const { wallet, network } = release
  const settings: PayoutSettings = { ...defaultSettings, ...paces, wallet, network }
  const runner = createRunner(
    {
      pi,
      chain,
      signer,
      clock,
      store: database.payouts,
      alarms: { raise: (alarm) => void alarms.push(alarm) },
      onFault: (error) => void faults.push(error),
    },
    settings,
    { owner: randomUUID() },
  )
  const stopping = new AbortController()
  const stopped = runner.run(stopping.signal)
  const end = performance.now() + LONGEST_MS
  try {
    while (!(await isOver())) {
      if (performance.now() > end) throw new Error(await describeUnrest(database, alarms))
      await setTimeout(20)
    }
  } finally {
    stopping.abort()
    await stopped
  }
  return { alarms, faults }
}

async function describeUnrest({ payouts }: Database, alarms: readonly Alarm[]): Promise<string> {
  const rows = await payouts.list({ limit: 100 })
  const inWork = rows.filter(({ state }) => !isFinal(state))
  const states = inWork.map(({ id, state, attempts }) => `${id} ${state} (attempt ${attempts})`)
  const raised = alarms.map(({ code, detail }) => `${code} ${detail}`)
  return `Not over after ${LONGEST_MS} ms: ${states.join(', ')}; alarms: ${raised.join(', ')}`
}

const clock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    if (signal?.aborted === true) return
    await setTimeout(ms, undefined, { signal }).catch((error: unknown) => {
      if (signal?.aborted !== true) throw error
    })
  },
}
