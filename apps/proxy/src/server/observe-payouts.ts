import type { PayoutMetrics } from '../telemetry/payout-metrics.ts'
import { isFinal } from '../payouts/model/payout.ts'
import type { RunnerPorts } from '../payouts/worker/runner.ts'

type Observed = Pick<RunnerPorts, 'store' | 'chain' | 'signer'>
type Limits = { feeCap: bigint; now: () => number }

/** The same ports; what goes through them is counted for the metrics. */
export function observePayouts<Ports extends Observed>(
  ports: Ports,
  metrics: PayoutMetrics,
  { feeCap, now }: Limits,
): Ports {
  const { store, chain, signer } = ports
  let newest = 0
  const seeLedger = (sequence: number, closedAt: number) => {
    if (sequence < newest) return
    newest = sequence
    metrics.seeLedger(now() / 1_000 - closedAt)
  }
  return {
    ...ports,
    store: {
      ...store,
      async apply(lease, changes, payoutId) {
        const applied = await store.apply(lease, changes, payoutId)
        if (applied.kind !== 'applied') return applied
        for (const change of changes) {
          if (change.type !== 'move' || !isFinal(change.to)) continue
          const { payout } = applied.work
          const code = payout?.id === change.payoutId ? payout.failCode : change.set.failCode
          metrics.countPayoutEnd(change.to, code ?? null)
        }
        return applied
      },
    },
    chain: {
      ...chain,
      async account(address) {
        const account = await chain.account(address)
        if (account.kind === 'ok') metrics.seeSequence(account.value.sequence)
        return account
      },
      async ledger(which) {
        const ledger = await chain.ledger(which)
        if (ledger.kind === 'ok') seeLedger(ledger.value.sequence, ledger.value.closedAt)
        return ledger
      },
      async submit(envelope) {
        const result = await chain.submit(envelope)
        if (result.kind === 'applied') {
          seeLedger(result.transaction.ledger, result.transaction.closedAt)
        }
        return result
      },
    },
    signer: {
      async sign(order) {
        const signed = await signer.sign(order)
        if (signed.ok && order.fee >= feeCap) metrics.countFeeAtCap()
        return signed
      },
    },
  }
}
