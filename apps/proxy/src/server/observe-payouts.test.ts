import { expect, test } from 'vitest'
import { newPayout, newTransaction, newWallet } from '../../test/payouts/new-payout.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { observePayouts } from './observe-payouts.ts'
import type { LedgerTime, SigningOrder } from '../payouts/model/ports.ts'
import type { RunnerPorts } from '../payouts/worker/runner.ts'

const NOW = 1_800_000_000

/** Ports that respond as given; nothing else of them is called. */
function observed(responses: { ledger?: LedgerTime; submitted?: LedgerTime; fee?: bigint } = {}) {
  const { ledger, submitted } = responses
  const at = submitted && { ledger: submitted.sequence, closedAt: submitted.closedAt }
  const transaction = { ...newTransaction(newWallet()), ...at }
  const ports = {
    store: { apply: async () => ({ kind: 'applied', work: { payout: null } }) },
    chain: {
      ledger: async () => ({ kind: 'ok', value: ledger }),
      submit: async () => ({ kind: 'applied', transaction }),
    },
    signer: { sign: async () => ({ ok: true, hash: '', xdr: '' }) },
  }
  const metrics = createMetrics()
  const wrapped = observePayouts(
    ports as unknown as Pick<RunnerPorts, 'store' | 'chain' | 'signer'>,
    metrics,
    { feeCap: 100n, now: () => NOW * 1_000 },
  )
  return { ...wrapped, metrics, ports }
}

async function lagOf({ text }: { text(): Promise<string> }) {
  return /^aloha_horizon_lag_seconds (\S+)$/m.exec(await text())?.[1]
}

test('the lag is the age of the newest ledger, and an older one does not change it', async () => {
  const first = { sequence: 20, closedAt: NOW - 7 }
  const { chain, metrics, ports } = observed({ ledger: first })
  expect(await lagOf(metrics)).toBeUndefined()
  await chain.ledger('latest')
  expect(await lagOf(metrics)).toBe('7')
  ports.chain.ledger = async () => ({ kind: 'ok', value: { sequence: 19, closedAt: NOW - 12 } })
  await chain.ledger(19)
  expect(await lagOf(metrics)).toBe('7')
})

test('the ledger of an applied transaction is seen as well', async () => {
  const { chain, metrics } = observed({ submitted: { sequence: 30, closedAt: NOW - 2 } })
  await chain.submit({ hash: '', xdr: '' })
  expect(await lagOf(metrics)).toBe('2')
})

test('an end that another process was faster with is not counted', async () => {
  const { store, ports, metrics } = observed()
  const end = {
    type: 'move',
    payoutId: newPayout().requestId,
    from: 'cancelling',
    to: 'failed',
    set: { failCode: 'missing_wallet' },
    evidence: {},
  } as const
  const lease = { source: '', owner: '', epoch: 1n }
  await store.apply(lease, [end, { ...end, to: 'cancelling' }], null)
  ports.store.apply = async () => ({ kind: 'stale', work: { payout: null } })
  await store.apply(lease, [end], null)
  expect(await metrics.text()).toMatch(/ended_total\{state="failed",code="missing_wallet"\} 1$/m)
})

test('only a fee at the cap is counted', async () => {
  const { signer, metrics } = observed()
  for (const fee of [99n, 100n]) await signer.sign({ fee } as SigningOrder)
  expect(await metrics.text()).toMatch(/^aloha_payout_fee_at_cap_total 1$/m)
})
