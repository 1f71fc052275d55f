import type { Envelope } from '../../../src/ledger/envelope.ts'
import type { Account, LedgerView } from '../../../src/ledger/ledger.ts'
import {
  checkClaimable,
  checkEffects,
  checkReserves,
  checkSponsoring,
  checkTrustlines,
} from './entry-invariants.ts'
import { availableBalance } from '../../../src/ledger/network-parameters.ts'
import { envelopeOf } from '../envelope-of.ts'
import { ADDRESSES, type ChainWorld } from './chain-world.ts'
import { replayNewLedgers } from './replay-history.ts'

/** What must hold after whatever happened; written by hand, each with the name under which it fails. */
export const INVARIANTS = {
  conservation: 'balances and fees together are all Pi there is',
  balances: 'each balance is explained by the transactions in history',
  sequences: 'each sequence is explained by the transactions in history, and never goes back',
  'one per source': 'a ledger has at most one transaction of a source',
  'close times': 'ledgers are numbered without gaps and close in whole seconds that never go back',
  'never lost': 'what was let in is in a ledger, waits, or was dropped for a reason',
  'never older': 'nothing waits longer than 4 ledgers, or after a ledger that took everything',
  'same past': 'a view some ledgers back says what the newest view said then',
  indexes: 'history reads the same up and down, by account, by ledger and by hash',
  headers: 'a header counts what its ledger holds',
  trustlines: 'what accounts hold of issued assets is explained by history, and within its limits',
  claimable: 'what waits to be claimed is what was put aside and not claimed',
  sponsoring: 'each account pays the reserve of the balances that it made, and of no other',
  effects: 'the effects of operations explain every balance',
  reserves: 'no account falls below its reserve',
} as const
export type Invariant = keyof typeof INVARIANTS
// Object.keys forgets the names.
const INVARIANT_NAMES = Object.keys(INVARIANTS) as Invariant[]

/** The invariants that are broken, with what was seen. */
export function findBroken(world: ChainWorld): { invariant: Invariant; seen: string }[] {
  const fresh = replayNewLedgers(world)
  const seen: Record<Invariant, string | null> = {
    conservation: checkConservation(world),
    balances: checkAccounts(world, 'balance'),
    sequences: checkAccounts(world, 'sequence'),
    'one per source': checkSources(fresh),
    'close times': checkCloseTimes(world),
    // Before `never lost`, which forgets what is settled.
    'never older': checkAges(world),
    'never lost': checkAdmitted(world),
    'same past': checkPast(world),
    indexes: checkIndexes(world),
    headers: checkHeaders(world, fresh),
    trustlines: checkTrustlines(world),
    claimable: checkClaimable(world),
    sponsoring: checkSponsoring(world),
    effects: checkEffects(world),
    reserves: checkReserves(world),
  }
  return INVARIANT_NAMES.flatMap((invariant) => {
    const what = seen[invariant]
    return what == null ? [] : [{ invariant, seen: what }]
  })
}

function checkConservation({ ledger, replayed }: ChainWorld): string | null {
  const { supply, balances, claimable, feePool } = ledger.totals()
  const all = balances + claimable + feePool
  if (all !== supply) return `${balances} + ${claimable} + ${feePool} of ${supply}`
  return feePool === replayed.fees ? null : `${feePool} of fees, ${replayed.fees} in history`
}

function checkAccounts({ ledger, replayed }: ChainWorld, field: 'balance' | 'sequence') {
  const expected = field === 'balance' ? replayed.balances : replayed.sequences
  const view = ledger.view()
  for (const address of ADDRESSES) {
    const value = view.account(address)?.[field]
    if (value !== expected.get(address)) return `${address}: ${value}, not ${expected.get(address)}`
  }
  return null
}

function checkSources(fresh: ReturnType<typeof replayNewLedgers>): string | null {
  const keys = fresh.map(({ ledger, envelope }) => `${ledger} ${envelope.source.address}`)
  return new Set(keys).size === keys.length ? null : keys.join(', ')
}

function checkCloseTimes({ ledger, clock, seen }: ChainWorld): string | null {
  const { sequence, closedAt } = ledger.view().latest()
  const isWhole = closedAt % 1000 === 0 && closedAt <= clock.now()
  if (!isWhole || sequence < seen.sequence || closedAt < seen.closedAt) {
    return `${sequence} at ${closedAt} after ${seen.sequence} at ${seen.closedAt}`
  }
  const first = ledger.view().header(Math.max(seen.sequence, sequence - 20))
  let previous = first
  for (let number = (first?.sequence ?? 0) + 1; number <= sequence; number++) {
    const header = ledger.view().header(number)
    const isNext = header?.sequence === number && header.previousHash === previous?.hash
    if (!isNext || header.closedAt < (previous?.closedAt ?? 0) || header.closedAt % 1000 !== 0) {
      return `the header of ledger ${number}: ${header?.sequence} at ${header?.closedAt}`
    }
    previous = header
  }
  Object.assign(seen, { sequence, closedAt })
  return null
}

function checkAdmitted({ ledger, admitted, clock }: ChainWorld): string | null {
  const view = ledger.view()
  const waiting = new Set(ledger.waiting().map(({ hash }) => hash))
  for (const [hash, { envelope, ledgers }] of admitted) {
    const isInLedger = view.transaction(hash) != null
    if (isInLedger && waiting.has(hash)) return `${hash} waits, and is in a ledger`
    if (waiting.has(hash)) continue
    admitted.delete(hash)
    const isDropped = ledgers >= 4 || isUseless(envelope, view, clock.now())
    if (!isInLedger && !isDropped) return `${hash} is gone after ${ledgers} ledgers`
  }
  return null
}

/** Whether nothing that comes could put it into a ledger, or its balance does not allow it now. */
function isUseless(
  { source, sequence, maxFee, preconditions, operations }: Envelope,
  view: LedgerView,
  now: number,
) {
  const account = view.account(source.address)
  const available = account == null ? 0n : availableBalance(account)
  // Who changed signers or weights may have made signatures needless, or not enough.
  const signers = [source, ...operations.map((each) => each.source ?? source)]
  if (signers.some(({ address }) => hasOwnWeights(view.account(address)))) return true
  const { maxTime } = preconditions
  const isExpired = maxTime !== 0n && Number(maxTime) < Math.floor(now / 1000) + 20
  return account == null || account.sequence + 1n !== sequence || available < maxFee || isExpired
}

function checkAges({ ledger, admitted }: ChainWorld): string | null {
  for (const { hash } of ledger.waiting()) {
    const { ledgers, open } = admitted.get(hash) ?? { ledgers: 99, open: 99 }
    if (ledgers >= 4 || open > 0)
      return `${hash} waits after ${ledgers} ledgers, ${open} of them open`
  }
  return null
}

function checkPast({ ledger, remembered }: ChainWorld): string | null {
  const newest = ledger.view().latest().sequence
  remembered.set(newest, describe(ledger.view()))
  for (const [sequence, said] of remembered) {
    if (newest - sequence > 100) remembered.delete(sequence)
    else if (describe(ledger.view(newest - sequence)) !== said) return `ledger ${sequence}`
  }
  return null
}

function describe(view: LedgerView): string {
  const { sequence, closedAt, feePool } = view.latest()
  const accounts = ADDRESSES.map((address) => {
    const account = view.account(address)
    return account == null ? '-' : JSON.stringify(account, withBigints)
  })
  const newest = view.transactions({ includeFailed: true }, { order: 'desc', limit: 3 })
  const hashes = newest.map((each) => {
    const { hash } = envelopeOf(each)
    return [hash, view.transaction(hash)?.ledger]
  })
  const waiting = JSON.stringify(view.claimableBalances({}), withBigints)
  return [sequence, closedAt, feePool, accounts, hashes, waiting].join(' ')
}

const withBigints = (_: string, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)

/** Other signers than its own key, or other thresholds than none. */
function hasOwnWeights(account: Account | undefined): boolean {
  if (account == null) return false
  const { master, low, medium, high } = account.thresholds
  return account.signers.length > 0 || [master, low, medium, high].join() !== '1,0,0,0'
}

function checkIndexes({ ledger }: ChainWorld): string | null {
  const view = ledger.view()
  const read = (order: 'asc' | 'desc', account?: string) =>
    view
      .transactions(
        { includeFailed: true, ...(account == null ? {} : { account }) },
        { order, limit: 1000 },
      )
      .map(envelopeOf)
  const all = read('asc')
  const hashes = (envelopes: Envelope[]) => envelopes.map(({ hash }) => hash).join()
  if (hashes(read('desc').toReversed()) !== hashes(all)) return 'up and down'
  for (const address of ADDRESSES) {
    const own = all.filter((envelope) => concerns(envelope, address))
    if (hashes(read('asc', address)) !== hashes(own)) return `the history of ${address}`
  }
  return all.every(({ hash }) => view.transaction(hash) != null) ? null : 'by hash'
}

function concerns({ source, operations }: Envelope, address: string): boolean {
  return [{ source }, ...operations].some(
    (part) =>
      part.source?.address === address ||
      ('to' in part && part.to.address === address) ||
      ('claimants' in part && part.claimants.some(({ destination }) => destination === address)),
  )
}

function checkHeaders({ ledger }: ChainWorld, fresh: ReturnType<typeof replayNewLedgers>) {
  const view = ledger.view()
  for (const number of new Set(fresh.map((transaction) => transaction.ledger))) {
    const inLedger = fresh.filter((transaction) => transaction.ledger === number)
    const good = inLedger.filter(({ successful }) => successful)
    const count = (part: typeof inLedger) =>
      part.reduce((sum, { envelope }) => sum + envelope.operations.length, 0)
    const expected = [good.length, inLedger.length - good.length, count(good), count(inLedger)]
    const header = view.header(number)
    const said = [
      header?.successfulTransactions,
      header?.failedTransactions,
      header?.operations,
      header?.allOperations,
    ]
    if (said.join() !== expected.join()) return `ledger ${number}: ${said} for ${expected}`
  }
  return null
}
