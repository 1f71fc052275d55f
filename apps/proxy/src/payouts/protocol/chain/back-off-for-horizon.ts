import { alarm } from '../moves.ts'
import type { Payout } from '../../model/payout.ts'
import type { Work } from '../../model/work.ts'
import type { AccountSnapshot, Alarm, LedgerTime } from '../../model/ports.ts'
import { isUnknown, absorbed, type Absorbed, type Outcome } from '../steps.ts'
import type { ChainMemory } from '../memory.ts'
import { backOff } from '../back-off.ts'
import type { PayoutSettings } from '../../model/settings.ts'

/** Visits without a usable response before that is an alarm. */
const SILENT_AFTER = 3

/** Horizon does not show the wallet, or what it sent. */
export function backOffForHorizon(
  { payout, settings }: { payout: Payout | null; settings: PayoutSettings },
  { account, page }: Pick<Extract<Outcome, { type: 'survey' }>, 'account' | 'page'>,
  atLeastMs: number,
): Absorbed<ChainMemory> {
  const isMissing = account.kind === 'absent'
  const isPruned = page.kind === 'pruned'
  const cause = [account, page].find(isUnknown)?.cause ?? 'no list of its transactions'
  const because = isMissing ? 'wallet' : 'horizon'
  const alarms = [alarmFor({ isMissing, isPruned, cause, wallet: settings.wallet }, payout)]
  // An audit is rare enough that each counts.
  if (payout == null) return absorbed({ isOver: true, alarms })
  const isLong = payout.waitsFor === because && payout.attempts >= SILENT_AFTER
  return backOff(payout, settings, { because, atLeastMs, alarms: isLong ? alarms : [] })
}

type Trouble = { isMissing: boolean; isPruned: boolean; cause: string; wallet: string }

function alarmFor({ isMissing, isPruned, cause, wallet }: Trouble, payout: Payout | null): Alarm {
  if (isMissing) return alarm('wallet_unknown', payout, wallet)
  return isPruned
    ? alarm('history_pruned', payout, wallet)
    : alarm('upstream_down', payout, `Horizon: ${cause}`)
}

/** The chain finds an envelope too late, and the newest ledger that Horizon showed is old enough to be why. */
export function lateAlarms({ lane, now }: Work, { timeBoundSeconds }: PayoutSettings): Alarm[] {
  const age = lane.tip == null ? 0 : Math.floor(now - lane.tip.closedAt)
  if (age < timeBoundSeconds / 2) return []
  return [alarm('horizon_late', null, `the newest ledger that Horizon shows closed ${age} s ago`)]
}

/** So far below what the books hold no Horizon of the same chain falls back. */
const ANOTHER_CHAIN_LEDGERS = 1_000

/** After a reset of the testnet, or at a Horizon of another network, the books describe another chain. */
export function isAnotherChain({ lane }: Work, account: AccountSnapshot): boolean {
  const seen = account.ledger ?? account.modifiedLedger
  return lane.tip != null && seen != null && seen < lane.tip.sequence - ANOTHER_CHAIN_LEDGERS
}

export function chainReset(
  payout: Payout | null,
  seen: number | null,
  tip: LedgerTime | null,
): Alarm {
  const detail = `Horizon is at ledger ${seen}, the books at ledger ${tip?.sequence}`
  return alarm('chain_reset', payout, detail)
}

/** Nothing is signed for a chain that is not the one of the books. */
export function backOffForChain(
  { lane, payout }: Work,
  account: AccountSnapshot,
  settings: PayoutSettings,
): Absorbed<ChainMemory> {
  const alarms = [chainReset(payout, account.ledger ?? account.modifiedLedger, lane.tip)]
  return payout == null
    ? absorbed({ isOver: true, alarms })
    : backOff(payout, settings, { because: 'horizon', alarms })
}
